import { z } from "zod";
import type { Delivery } from "@/lib/deliveries/delivery";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "@/lib/deliveries/delivery-row";
import { Prisma } from "@/lib/postgres/generated/client";
import { requireSync } from "@/lib/syncs/require-sync";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requireScope } from "@/lib/verbs/guards";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/lib/verbs/page";

/** What no index answers is looked for in so many rows for each page. */
const SCAN_ROWS_MAX = 100_000;

export const deliveryFilterSchema = z.object({
  outcome: z.enum(["delivered", "discarded", "expired"]).optional(),
  reason: z.string().min(1).max(100).optional(),
  eventType: z.string().min(1).max(1024).optional(),
  /** user_id, device_id, identifier as sent, or the number of a person. */
  user: z.string().min(1).max(1024).optional(),
  since: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
});
export type DeliveryFilter = z.output<typeof deliveryFilterSchema>;

export const listDeliveriesInput = deliveryFilterSchema.extend({
  syncId: idSchema,
  projectId: idSchema.optional(),
  ...pageInput,
});

/**
 * Newest first. Pages by the row's id, so rows that arrive meanwhile move nothing. With a filter a page may be short,
 * or empty, and still have a next one.
 */
export async function listDeliveries(
  ctx: Context,
  rawInput: z.input<typeof listDeliveriesInput>,
): Promise<Page<Delivery>> {
  requireScope(ctx, "destinations:read");
  const { syncId, projectId, cursor, limit, ...filter } = parseInput(listDeliveriesInput, rawInput);
  const sync = await requireSync(ctx, syncId, projectId);
  const before = decodeCursor(cursor);
  const people =
    filter.user === undefined ? [] : await peopleNamed(ctx, sync.projectId, filter.user);
  const base = Prisma.join(
    [
      Prisma.sql`sync_id = ${syncId}`,
      ...(before === undefined ? [] : [Prisma.sql`id < ${before}`]),
      ...indexed(filter, people),
    ],
    " AND ",
  );
  const residual = notIndexed(filter, people);
  const rows = await ctx.db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM (
      SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE ${base} ORDER BY id DESC LIMIT ${SCAN_ROWS_MAX}
    ) AS scanned
    ${residual.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(residual, " AND ")}`}
    ORDER BY id DESC LIMIT ${limit + 1}`;
  const items = rows.slice(0, limit).map(toDelivery);
  const last = rows.length > limit ? items.at(-1)?.id : await lastScanned(ctx, base);
  return { items, nextCursor: last === undefined ? null : encodeCursor(last) };
}

/** The last row that was looked at, when there are more behind it. */
async function lastScanned(ctx: Context, base: Prisma.Sql): Promise<number | undefined> {
  const [row] = await ctx.db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM deliveries WHERE ${base} ORDER BY id DESC LIMIT 1 OFFSET ${SCAN_ROWS_MAX - 1}`;
  return row === undefined ? undefined : Number(row.id);
}

/** Conditions that an index or the partitions answer. */
function indexed(filter: DeliveryFilter, people: readonly bigint[]): Prisma.Sql[] {
  const { outcome, since, until } = filter;
  return [
    ...(people.length === 0 ? [] : [Prisma.sql`person_id = ANY(${people})`]),
    ...(outcome === undefined || outcome === "delivered"
      ? []
      : [Prisma.sql`outcome <> 'delivered' AND outcome = ${outcome}`]),
    ...(since === undefined
      ? []
      : [Prisma.sql`settled_at >= ${since} AND day >= (${since} AT TIME ZONE 'UTC')::date`]),
    ...(until === undefined
      ? []
      : [Prisma.sql`settled_at < ${until} AND day <= (${until} AT TIME ZONE 'UTC')::date`]),
  ];
}

function notIndexed(filter: DeliveryFilter, people: readonly bigint[]): Prisma.Sql[] {
  const { outcome, reason, eventType, user } = filter;
  return [
    ...(outcome === "delivered" ? [Prisma.sql`outcome = 'delivered'`] : []),
    ...(reason === undefined ? [] : [Prisma.sql`reason = ${reason}`]),
    ...(eventType === undefined ? [] : [Prisma.sql`event_type = ${eventType}`]),
    ...(user === undefined || people.length > 0
      ? []
      : [Prisma.sql`(identifier = ${user} OR user_id = ${user})`]),
  ];
}

/** Everybody in the project whom this text names: a user_id, a device_id, or a person's number. */
async function peopleNamed(ctx: Context, projectId: number, user: string): Promise<bigint[]> {
  const rows = await ctx.db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM people WHERE project_id = ${projectId} AND user_id = ${user}
    UNION SELECT person_id FROM devices WHERE project_id = ${projectId} AND device_id = ${user}
    UNION SELECT id FROM people WHERE project_id = ${projectId}
      AND id = ${/^\d{1,15}$/.test(user) ? BigInt(user) : -1n}`;
  return rows.map(({ id }) => id);
}
