import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  INT4_MAX,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";

const sourceInput = z.object({
  projectId: projectIdSchema,
  id: z.int().positive().max(INT4_MAX),
});

/** The source of a project that somebody is about to change. */
export async function requireSource(ctx: Context, rawInput: { projectId: number; id: number }) {
  requireScope(ctx, "sources:write");
  const { projectId, id } = parseInput(sourceInput, rawInput);
  requireIn(ctx, "sources:write", projectId);
  const row = await ctx.db.source.findFirst({ where: { id, projectId } });
  return { ...found(row, `Source ${id}`), projectId };
}
