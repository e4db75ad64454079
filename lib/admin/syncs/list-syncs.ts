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
import { likeText } from "@/lib/admin/verb/like-text";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/admin/verb/paging";
import { partnersTaking } from "@/lib/engine/connectors/registry";
import type { Sync } from "./sync";
import { toListedSync } from "./sync-row";

const listSyncsInput = z.object({
  projectId: projectIdSchema,
  /** A part of the name, in any case. */
  q: z.string().max(200).optional(),
  partner: z.string().max(100).optional(),
  enabled: z.boolean().optional(),
  /** Only partners that take this kind. */
  kind: z.enum(["event", "identify", "cohort", "warehouse_export"]).optional(),
  ...pageInput,
});

/** Oldest first. */
export async function listSyncs(
  ctx: Context,
  rawInput: z.input<typeof listSyncsInput>,
): Promise<Page<Sync>> {
  requireScope(ctx, "destinations:read");
  const input = parseInput(listSyncsInput, rawInput);
  const { projectId, q, partner, enabled, kind, cursor, limit } = input;
  requireIn(ctx, "destinations:read", projectId);
  const after = decodeCursor(cursor, INT4_MAX);
  const project = await ctx.db.project.findUnique({ where: { id: projectId } });
  found(project, `Project ${projectId}`);
  const rows = await ctx.db.sync.findMany({
    where: {
      projectId,
      ...(after === undefined ? {} : { id: { gt: after } }),
      ...(q ? { name: { contains: likeText(q), mode: "insensitive" as const } } : {}),
      AND: [
        partner === undefined ? {} : { partner },
        kind === undefined ? {} : { partner: { in: partnersTaking(kind) } },
      ],
      ...(enabled === undefined ? {} : { enabled }),
    },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  return toPage(rows.map(toListedSync), limit, ({ id }) => id);
}
