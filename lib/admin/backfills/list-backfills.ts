import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import {
  INT4_MAX,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/admin/verb/paging";
import { type Backfill, toBackfill } from "./backfill";

export const listBackfillsInput = z.object({ projectId: projectIdSchema, ...pageInput });

/** Newest first. */
export async function listBackfills(
  ctx: Context,
  rawInput: z.input<typeof listBackfillsInput>,
): Promise<Page<Backfill>> {
  requireScope(ctx, "destinations:read");
  const { projectId, cursor, limit } = parseInput(listBackfillsInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  const before = decodeCursor(cursor, INT4_MAX);
  await getProject({ ...ctx, actor: { kind: "system" } }, { projectId });
  const rows = await ctx.db.backfill.findMany({
    where: { projectId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows.map(toBackfill), limit, ({ id }) => id);
}
