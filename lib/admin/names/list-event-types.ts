import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { likeText } from "@/lib/admin/verb/like-text";
import { byName } from "./name-registry";

export interface EventTypeView {
  readonly name: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

const listEventTypesInput = z.object({
  projectId: projectIdSchema,
  q: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(5_000),
});

/** Event names seen in the project that contain `q`, those seen last, without the hidden ones; by name. */
export async function listEventTypes(
  ctx: Context,
  rawInput: { projectId: number; q?: string | undefined; limit?: number | undefined },
): Promise<readonly EventTypeView[]> {
  requireScope(ctx, "destinations:read");
  const { projectId, q, limit } = parseInput(listEventTypesInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  const rows = await ctx.db.eventType.findMany({
    where: {
      projectId,
      hidden: false,
      ...(q ? { name: { contains: likeText(q), mode: "insensitive" as const } } : {}),
    },
    select: { name: true, firstSeen: true, lastSeen: true },
    orderBy: [{ seenAgain: "desc" }, { lastSeen: "desc" }, { name: "asc" }],
    take: limit,
  });
  return rows.sort(byName);
}
