import type { SyncRow } from "@/components/projects/sync-row";
import { listSyncs } from "@/lib/syncs/list-syncs";
import { syncMetrics } from "@/lib/syncs/sync-metrics";
import { syncStatus } from "@/lib/syncs/sync-status";
import type { Context } from "@/lib/verbs/context";

const SYNCS_MAX = 200;

/** The syncs of a project with their status and the last day's figures. */
export async function syncRows(ctx: Context, projectId: number): Promise<readonly SyncRow[]> {
  const { items } = await listSyncs(ctx, { projectId, limit: SYNCS_MAX });
  return Promise.all(
    items.map(async (sync) => {
      const [status, lastDay] = await Promise.all([
        syncStatus(ctx, { id: sync.id }),
        syncMetrics(ctx, { id: sync.id, period: "ONE_DAY" }),
      ]);
      return { sync, status, lastDay };
    }),
  );
}
