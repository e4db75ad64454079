import { notFound } from "next/navigation";
import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { DestinationView } from "@/components/catalog/destination-view";
import { listSyncSummaries } from "@/lib/admin/syncs/list-sync-summaries";
import { CONNECTORS } from "@/lib/engine/connectors/registry";
import { env } from "@/lib/platform/env";
import { createSyncAction } from "./actions";

type Props = ProjectPageProps<"partner">;

const definitionOf = (partner: string) =>
  CONNECTORS.map(({ definition }) => definition).find((each) => each.partner === partner);

export async function generateMetadata({ params }: Props) {
  return { title: definitionOf((await params).partner)?.tileName ?? "Not found" };
}

export default async function DestinationPage({ params }: Props) {
  const { projectId, partner } = await params;
  const { ctx, project } = await projectPage(projectId);
  const definition = definitionOf(partner) ?? notFound();
  const rows = await listSyncSummaries(ctx, { projectId: project.id });
  return (
    <DestinationView
      projectId={project.id}
      definition={definition}
      rows={rows.filter(({ sync }) => sync.partner === partner)}
      sandboxUrl={env().sandbox ? `http://localhost:${env().sandboxPort}/` : null}
      create={createSyncAction}
    />
  );
}
