import { z } from "zod";
import type { Sync } from "@/lib/syncs/sync";
import { toSync } from "@/lib/syncs/sync-row";
import type { Context } from "@/lib/verbs/context";
import { found, idSchema, parseInput, requireScope } from "@/lib/verbs/guards";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/verbs/page";

export const listSyncsInput = z.object({
  projectId: idSchema,
  /** A part of the name, in any case. */
  q: z.string().max(200).optional(),
  partner: z.string().max(100).optional(),
  enabled: z.boolean().optional(),
  ...pageInput,
});

/** Oldest first. */
export async function listSyncs(
  ctx: Context,
  rawInput: z.input<typeof listSyncsInput>,
): Promise<Page<Sync>> {
  requireScope(ctx, "destinations:read");
  const { projectId, q, partner, enabled, cursor, limit } = parseInput(listSyncsInput, rawInput);
  const after = decodeCursor(cursor);
  const project = await ctx.db.project.findUnique({ where: { id: projectId } });
  found(project, `Project ${projectId}`);
  const rows = await ctx.db.sync.findMany({
    where: {
      projectId,
      ...(after === undefined ? {} : { id: { gt: after } }),
      ...(q ? { name: { contains: q, mode: "insensitive" as const } } : {}),
      ...(partner === undefined ? {} : { partner }),
      ...(enabled === undefined ? {} : { enabled }),
    },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  return toPage(rows.map(toSync), limit, ({ id }) => id);
}
