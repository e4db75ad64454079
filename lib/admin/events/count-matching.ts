import { z } from "zod";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { deliveryConditions, deliveryFilterSchema } from "./delivery-filter";
import { waitingCondition, waitingFilterSchema } from "./waiting-filter";

/** Counted no further: a change of many says from there on how many it has done. */
const COUNT_MAX = 100_000;

const ofSync = { syncId: syncIdSchema, projectId: projectIdSchema.optional() };
export const countMatchingInput = z.discriminatedUnion("view", [
  z.object({ ...ofSync, view: z.literal("settled"), filter: deliveryFilterSchema }),
  z.object({ ...ofSync, view: z.literal("waiting"), filter: waitingFilterSchema }),
]);

export interface Matching {
  readonly count: number;
  /** True when there are more than were counted. */
  readonly isMore: boolean;
  /** The newest there is now: what comes later is not meant. */
  readonly upTo: number;
}

/** How many rows a change of all that match would take: what waits, or what was settled and not delivered. */
export async function countMatching(
  ctx: Context,
  rawInput: z.input<typeof countMatchingInput>,
): Promise<Matching> {
  requireScope(ctx, "destinations:read");
  const input = parseInput(countMatchingInput, rawInput);
  const { syncId } = input;
  const { projectId } = await requireSync(ctx, syncId, input.projectId);
  const sync = { syncId, projectId };
  const matching =
    input.view === "waiting"
      ? Prisma.sql`SELECT p."offset" AS place FROM parked p WHERE ${await waitingCondition(ctx.db, sync, input.filter)}`
      : await settledMatching(ctx, sync, input.filter);
  const [row] = await ctx.db.$queryRaw<{ count: number; up_to: bigint | null }[]>`
    SELECT count(*)::int AS count, max(place) AS up_to
    FROM (${matching} ORDER BY place DESC LIMIT ${COUNT_MAX + 1}) AS m`;
  const count = row?.count ?? 0;
  return {
    count: Math.min(count, COUNT_MAX),
    isMore: count > COUNT_MAX,
    upTo: Number(row?.up_to ?? 0),
  };
}

async function settledMatching(
  ctx: Context,
  sync: Parameters<typeof deliveryConditions>[1],
  filter: z.output<typeof deliveryFilterSchema>,
) {
  const { indexed, tested } = await deliveryConditions(ctx.db, sync, filter);
  const conditions = [
    Prisma.sql`sync_id = ${sync.syncId} AND outcome <> 'delivered'`,
    ...indexed,
    ...tested,
  ];
  return Prisma.sql`SELECT id AS place FROM deliveries WHERE ${Prisma.join(conditions, " AND ")}`;
}
