import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { CatalogView } from "@/components/catalog/catalog-view";
import { destinationEntries } from "@/components/catalog/destination-entries";
import { sourceEntries } from "@/components/catalog/source-entries";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";
import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { env } from "@/lib/platform/env";

export const metadata = { title: "Catalog" };

export default async function CatalogPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const [syncs, sources] = await Promise.all([
    listSyncs(ctx, { projectId: project.id, limit: 200 }),
    sourcesStatus(ctx, { projectId: project.id }),
  ]);
  return (
    <CatalogView
      projectId={project.id}
      tab={firstOf(query["tab"]) === "sources" ? "sources" : "destinations"}
      filter={{
        q: firstOf(query["q"]),
        type: firstOf(query["type"]),
        category: firstOf(query["category"]),
        connected: firstOf(query["connected"]),
      }}
      destinations={destinationEntries(syncs.items)}
      sources={sourceEntries(sources, env().publicUrl, project)}
    />
  );
}
