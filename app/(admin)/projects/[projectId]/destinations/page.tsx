import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { syncRows } from "@/app/(admin)/projects/[projectId]/sync-rows";
import { DestinationsView } from "@/components/projects/destinations-view";
import { LiveRefresh } from "@/components/shell/live-refresh";

export const metadata = { title: "Destinations" };

export default async function DestinationsPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <DestinationsView projectId={project.id} rows={await syncRows(ctx, project.id)} />
    </>
  );
}
