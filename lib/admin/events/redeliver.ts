import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { lockSync } from "@/lib/admin/syncs/require-sync";
import { notifyWorkers } from "@/lib/admin/syncs/save/write-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { type DeliveryFilter, deliveryConditions, deliveryFilterSchema } from "./delivery-filter";

/** Of one call, so that its transaction stays short; `remaining` says when to call again. */
const ROWS_MAX = 10_000;

export const redeliverInput = z
  .object({
    syncId: syncIdSchema,
    projectId: projectIdSchema.optional(),
    /** Rows of the delivery log … */
    ids: z.array(z.coerce.number().int().positive()).min(1).max(ROWS_MAX).optional(),
    /** … or all that match; `outcome` defaults to both discarded and expired. */
    filter: deliveryFilterSchema.optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    message: "Give ids, or a filter ({} for all), but not both",
    path: ["ids"],
  });

export interface Redelivery {
  /** Put in line to be sent again. */
  readonly queued: number;
  /** Chosen, but delivered already, in line already, or no longer in the event log. */
  readonly skipped: number;
  /** True when more rows match than one call takes: call again. */
  readonly remaining: boolean;
}

/**
 * Puts discarded and expired events in line again, oldest first, to be sent with the settings of now under their
 * ULIDs. They count as parked from here on, no more as not delivered, so that the sums agree. AppError `conflict` while the sync is disabled.
 */
export async function redeliver(
  ctx: Context,
  rawInput: z.input<typeof redeliverInput>,
): Promise<Redelivery> {
  requireScope(ctx, "destinations:write");
  const { syncId, projectId, ids, filter } = parseInput(redeliverInput, rawInput);
  return ctx.db.$transaction(
    async (tx) => {
      const sync = await lockSync(tx, syncId, projectId);
      if (!sync.enabled)
        throw new AppError(
          "conflict",
          "Enable the sync first: nothing is sent while it is disabled",
        );
      // As a settling does, first: neither sees the other's half.
      await tx.$queryRaw`SELECT shard FROM cursors WHERE sync_id = ${syncId} ORDER BY shard FOR UPDATE`;
      const chosen =
        ids === undefined
          ? await matching(tx, sync.projectId, filter ?? {})
          : [Prisma.sql`id = ANY(${ids.map(BigInt)})`];
      const where = Prisma.join([Prisma.sql`sync_id = ${syncId}`, ...chosen], " AND ");
      const now = new Date(ctx.clock.now());
      const [counts] = await tx.$queryRaw<{ chosen: bigint; queued: bigint }[]>`
        WITH chosen AS (
          SELECT id, "offset", shard, person_id, outcome, reason, settled_at FROM deliveries
          WHERE ${where} AND outcome <> 'delivered'
            AND NOT EXISTS (SELECT 1 FROM deliveries again WHERE again.sync_id = ${syncId}
              AND again.person_id = deliveries.person_id AND again.redelivery_of = deliveries.id)
            AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.sync_id = ${syncId}
              AND p.shard = deliveries.shard AND p."offset" = deliveries."offset")
          ORDER BY id LIMIT ${ROWS_MAX}
        ), queued AS (
          INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message,
            parked_at, redelivery_of)
          SELECT ${syncId}, c.shard, c."offset", c.person_id, 0, 0, NULL, 'redelivery', '', ${now}, c.id
          FROM chosen c
          WHERE EXISTS (SELECT 1 FROM events e WHERE e.project_id = ${sync.projectId} AND e."offset" = c."offset")
          ON CONFLICT (sync_id, shard, "offset") DO NOTHING RETURNING redelivery_of
        ), uncounted AS (
          UPDATE sync_minutes m SET count = m.count - u.events FROM (
            SELECT c.shard, date_trunc('minute', c.settled_at) AS minute, c.outcome, c.reason, count(*) AS events
            FROM chosen c JOIN queued q ON q.redelivery_of = c.id GROUP BY 1, 2, 3, 4
          ) AS u
          WHERE m.sync_id = ${syncId} AND m.shard = u.shard AND m.minute = u.minute
            AND m.outcome = u.outcome AND m.reason = u.reason
          RETURNING m.outcome, m.reason, u.events
        ), kept AS (
          INSERT INTO sync_uncounted (sync_id, outcome, reason, count)
          SELECT ${syncId}, outcome, reason, sum(events) FROM uncounted GROUP BY outcome, reason
          ON CONFLICT (sync_id, outcome, reason) DO UPDATE SET count = sync_uncounted.count + EXCLUDED.count
        )
        SELECT (SELECT count(*) FROM chosen) AS chosen, (SELECT count(*) FROM queued) AS queued`;
      const queued = Number(counts?.queued ?? 0);
      if (queued > 0) {
        await freeFirstOfEach(tx, syncId, now);
        await writeAudit(tx, ctx, {
          action: "sync.redelivered",
          projectId: sync.projectId,
          target: sync.name,
          details: { syncId, events: queued },
        });
      }
      await notifyWorkers(tx, syncId);
      return toRedelivery(Number(counts?.chosen ?? 0), queued, ids?.length);
    },
    { timeout: 60_000 },
  );
}

/** Of each person only the first waits for a time; the others wait behind it, as after a settling. */
async function freeFirstOfEach(tx: Transaction, syncId: SyncId, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE parked p SET retry_at = ${now} FROM (
      SELECT DISTINCT ON (person_id) shard, "offset", retry_at FROM parked WHERE sync_id = ${syncId}
      ORDER BY person_id, "offset"
    ) AS first
    WHERE p.sync_id = ${syncId} AND p.shard = first.shard AND p."offset" = first."offset" AND p.retry_at IS NULL`;
}

async function matching(tx: Transaction, projectId: ProjectId, filter: DeliveryFilter) {
  const { indexed, tested } = await deliveryConditions(tx, projectId, filter);
  return [...indexed, ...tested];
}

function toRedelivery(chosen: number, queued: number, asked: number | undefined): Redelivery {
  return {
    queued,
    skipped: (asked ?? chosen) - queued,
    remaining: asked === undefined && chosen === ROWS_MAX && queued > 0,
  };
}
