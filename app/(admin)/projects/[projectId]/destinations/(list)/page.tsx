import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { DestinationsView } from "@/components/destinations/destinations-view";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { listSyncSummaries } from "@/lib/admin/syncs/list-sync-summaries";

export const metadata = { title: "Destinations" };

export default async function DestinationsPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <DestinationsView
        projectId={project.id}
        q={firstOf((await searchParams)["q"]) ?? ""}
        rows={await listSyncSummaries(ctx, { projectId: project.id })}
      />
    </>
  );
}
