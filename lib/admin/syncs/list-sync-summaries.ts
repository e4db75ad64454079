import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { countsBetween } from "@/lib/engine/store/counters/counts-between";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Sync } from "./sync";
import { DISABLED, type SyncCondition } from "./sync-condition";
import { syncConditions } from "./sync-conditions";
import { toListedSync } from "./sync-row";

/** A sync with how it does: a row of Destinations and of the Overview. */
export interface SyncSummary {
  readonly sync: Sync;
  readonly status: SyncCondition;
  readonly lastDay: { readonly delivered: number; readonly notDelivered: number };
  readonly hasDelivered: boolean;
  /** Accepted by ingestion, not settled yet: not read, or parked; 0 while the sync is disabled. */
  readonly waiting: number;
}

const listSyncSummariesInput = z.object({ projectId: projectIdSchema });

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Of each shard of each sync. */
const LAG_COUNTED_MAX = 500;
/** Of each sync: more than that is shown as that many. */
const PARKED_COUNTED_MAX = 100_000;

/** All syncs of a project, oldest first, in a number of queries that does not depend on how many there are. */
export async function listSyncSummaries(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<readonly SyncSummary[]> {
  requireScope(ctx, "destinations:read");
  const { projectId } = parseInput(listSyncSummariesInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  await getProject(ctx, { projectId });
  const [rows, figures] = await Promise.all([
    ctx.db.sync.findMany({ where: { projectId }, orderBy: { id: "asc" } }),
    readFigures(ctx, projectId),
  ]);
  const syncs = rows.map(toListedSync);
  const ids = syncs.map(({ id }) => id);
  const lags = await runStatement<Lag>(ctx.db, lagOf(ids, LAG_COUNTED_MAX));
  const conditions = await syncConditions(ctx.db, syncs);
  const unreadOf = new Map(lags.map((lag) => [lag.sync_id, lag.unread]));
  const figuresOf = new Map(figures.map((row) => [row.sync_id, row]));
  return syncs.map((sync) => {
    const own = figuresOf.get(sync.id);
    return {
      sync,
      status: conditions.get(sync.id) ?? DISABLED,
      lastDay: {
        delivered: Number(own?.delivered ?? 0),
        notDelivered: Number(own?.not_delivered ?? 0),
      },
      hasDelivered: own?.has_delivered ?? false,
      waiting: sync.enabled ? (unreadOf.get(sync.id) ?? 0) + Number(own?.parked ?? 0) : 0,
    };
  });
}

interface Figures {
  readonly sync_id: number;
  readonly delivered: bigint;
  readonly not_delivered: bigint;
  readonly has_delivered: boolean;
  readonly parked: bigint;
}

/** One row for each sync that was ever enabled. Every part is a range of an index, cut off where it could grow long. */
const readFigures = ({ db, clock }: Context, projectId: ProjectId) =>
  runStatement<Figures>(db, {
    text: `SELECT s.id AS sync_id, day.delivered, day.not_delivered, parked.n AS parked,
      EXISTS (SELECT 1 FROM sync_minutes m WHERE m.sync_id = s.id AND m.outcome = 'delivered' AND m.count > 0)
        AS has_delivered
    FROM syncs s
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(count) FILTER (WHERE outcome = 'delivered'), 0)::bigint AS delivered,
        coalesce(sum(count) FILTER (WHERE outcome IN ('discarded', 'expired')), 0)::bigint AS not_delivered
      FROM ${countsBetween("s.id", "$2", "'infinity'")} AS c
    ) AS day
    CROSS JOIN LATERAL (
      SELECT count(*) AS n FROM (
        SELECT 1 FROM parked p WHERE p.sync_id = s.id LIMIT ${PARKED_COUNTED_MAX}
      ) AS counted
    ) AS parked
    WHERE s.project_id = $1::int AND EXISTS (SELECT 1 FROM cursors c WHERE c.sync_id = s.id)`,
    values: [projectId, dayStart(clock.now())],
  });

/** As the metrics count a day: with the minute that has begun. */
const dayStart = (nowMs: number): Date =>
  new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS - DAY_MS);
