import type { Metadata } from "next";
import { cache } from "react";
import { projectPage } from "@/app/(admin)/projects/[projectId]/project-page";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";

export type SyncParams = Promise<{ readonly projectId: string; readonly syncId: string }>;

const read = cache(async (projectId: string, syncId: string) => {
  const { ctx, project } = await projectPage(projectId);
  const sync = await orNotFound(getSync(ctx, { id: routeId(syncId), projectId: project.id }));
  const { definition } = connectorOf(sync.partner);
  return { ctx, project, sync, definition };
});

/** Session, project, sync and what its connector declares, read once for the page and the layout around it. */
export async function syncPage(params: SyncParams) {
  const { projectId, syncId } = await params;
  return read(projectId, syncId);
}

/** `generateMetadata` of one tab: "Settings · Marketing". */
export const tabMetadata =
  (tab: string) =>
  async ({ params }: { readonly params: SyncParams }): Promise<Metadata> => ({
    title: `${tab} · ${(await syncPage(params)).sync.name}`,
  });
