import type { z } from "zod";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/lib/admin/verb/paging";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Delivery } from "./delivery";
import { deliveryConditions, deliveryFilterSchema } from "./delivery-filter";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "./delivery-row";

/** What no index answers is looked for in so many rows for each page. */
const SCAN_ROWS_MAX = 100_000;

const listDeliveriesInput = deliveryFilterSchema.extend({
  syncId: syncIdSchema,
  projectId: projectIdSchema.optional(),
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
  const before = decodeCursor(cursor, Number.MAX_SAFE_INTEGER);
  const { indexed, tested } = await deliveryConditions(ctx.db, sync.projectId, filter);
  const base = Prisma.join(
    [
      Prisma.sql`sync_id = ${syncId}`,
      ...(before === undefined ? [] : [Prisma.sql`id < ${before}`]),
      ...indexed,
    ],
    " AND ",
  );
  const rows = await ctx.db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM (
      SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE ${base} ORDER BY id DESC LIMIT ${SCAN_ROWS_MAX}
    ) AS scanned
    ${tested.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(tested, " AND ")}`}
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
