import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { likeText } from "@/lib/admin/verb/like-text";
import { byName } from "./name-registry";

export interface PropertyView {
  readonly scope: "event" | "user";
  readonly name: string;
  readonly type: string;
  readonly example: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

const listPropertiesInput = z.object({
  projectId: projectIdSchema,
  scope: z.enum(["event", "user"]).optional(),
  q: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(5_000),
});

/** Property names seen in the project that contain `q`, those seen last, without the hidden ones; by name. */
export async function listProperties(
  ctx: Context,
  rawInput: z.input<typeof listPropertiesInput>,
): Promise<readonly PropertyView[]> {
  requireScope(ctx, "destinations:read");
  const { projectId, scope, q, limit } = parseInput(listPropertiesInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  const rows = await ctx.db.property.findMany({
    where: {
      projectId,
      hidden: false,
      ...(scope === undefined ? {} : { scope }),
      ...(q ? { name: { contains: likeText(q), mode: "insensitive" as const } } : {}),
    },
    orderBy: [{ seenAgain: "desc" }, { lastSeen: "desc" }, { name: "asc" }, { scope: "asc" }],
    take: limit,
  });
  const views = rows.sort(byName).map(
    ({ projectId: _, hidden: _h, seenAgain: _s, scope: word, ...row }): PropertyView => ({
      ...row,
      scope: word === "event" ? "event" : "user",
    }),
  );
  return shown(ctx, projectId, views);
}
