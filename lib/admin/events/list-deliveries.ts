import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/lib/admin/verb/paging";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Delivery } from "./delivery";
import { deliveryConditions, deliveryFilterSchema } from "./delivery-filter";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "./delivery-row";
import { SORTS } from "./sort";

/** What no index answers is looked for in so many rows for each page. */
const SCAN_ROWS_MAX = 100_000;

const listDeliveriesInput = deliveryFilterSchema.extend({
  syncId: syncIdSchema,
  projectId: projectIdSchema.optional(),
  sort: z.enum(SORTS).default("newest"),
  ...pageInput,
});

export interface LookedPage<T> extends Page<T> {
  /** How far a page got that is shorter than asked for and has a next one; null for every other page. */
  readonly lookedTo: Date | null;
}

/**
 * Pages by the row's id, so rows that arrive meanwhile move nothing, and the thousandth costs what the first does. With
 * a filter that no index answers a page may be short, or empty, and still have a next one.
 */
export async function listDeliveries(
  ctx: Context,
  rawInput: z.input<typeof listDeliveriesInput>,
): Promise<LookedPage<Delivery>> {
  requireScope(ctx, "destinations:read");
  const { syncId, projectId, cursor, limit, sort, ...filter } = parseInput(
    listDeliveriesInput,
    rawInput,
  );
  const sync = await requireSync(ctx, syncId, projectId);
  const place = decodeCursor(cursor, Number.MAX_SAFE_INTEGER);
  const conditions = await deliveryConditions(
    ctx.db,
    { syncId, projectId: sync.projectId },
    filter,
  );
  const isNewest = sort === "newest";
  const order = isNewest ? Prisma.sql`ORDER BY id DESC` : Prisma.sql`ORDER BY id`;
  const beyond = isNewest ? Prisma.sql`id < ${place}` : Prisma.sql`id > ${place}`;
  const base = Prisma.join(
    [
      Prisma.sql`sync_id = ${syncId}`,
      ...(place === undefined ? [] : [beyond]),
      ...conditions.indexed,
    ],
    " AND ",
  );
  const { tested } = conditions;
  const rows = await ctx.db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM (
      SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE ${base} ${order} LIMIT ${SCAN_ROWS_MAX}
    ) AS scanned
    ${tested.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(tested, " AND ")}`}
    ${order} LIMIT ${limit + 1}`;
  const items = shown(ctx, sync.projectId, rows.slice(0, limit).map(toDelivery));
  const last = items.at(-1);
  if (rows.length > limit && last !== undefined) {
    return { items, nextCursor: encodeCursor(last.id), lookedTo: null };
  }
  const scanned = await lastScanned(ctx, base, order);
  return {
    items,
    nextCursor: scanned === undefined ? null : encodeCursor(Number(scanned.id)),
    lookedTo: scanned?.settled_at ?? null,
  };
}

interface Scanned {
  readonly id: bigint;
  readonly settled_at: Date;
}

/** The last row that was looked at, when there may be more behind it. */
async function lastScanned(
  ctx: Context,
  base: Prisma.Sql,
  order: Prisma.Sql,
): Promise<Scanned | undefined> {
  const [row] = await ctx.db.$queryRaw<Scanned[]>`
    SELECT id, settled_at FROM deliveries WHERE ${base} ${order} LIMIT 1 OFFSET ${SCAN_ROWS_MAX - 1}`;
  return row;
}
