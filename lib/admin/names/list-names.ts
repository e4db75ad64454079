import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { likeText } from "@/lib/admin/verb/like-text";
import { NAME_KINDS, type NameView } from "./name-registry";

const ROWS_MAX = 200;

const listNamesInput = z.object({
  projectId: projectIdSchema,
  kind: z.enum(NAME_KINDS),
  q: z.string().max(1024).optional(),
});

/** The names of one kind that contain `q`, hidden ones too, those seen last first: 200 at most. */
export async function listNames(
  ctx: Context,
  rawInput: z.input<typeof listNamesInput>,
): Promise<{ readonly items: readonly NameView[]; readonly total: number }> {
  requirePerson(ctx, "names:write");
  const { projectId, kind, q } = parseInput(listNamesInput, rawInput);
  requireIn(ctx, "names:write", projectId);
  await getProject(ctx, { projectId });
  const contains = q ? { name: { contains: likeText(q), mode: "insensitive" as const } } : {};
  const newest = {
    orderBy: [{ lastSeen: "desc" as const }, { name: "asc" as const }],
    take: ROWS_MAX,
  };
  if (kind === "event_type") {
    const where = { projectId, ...contains };
    const rows = await ctx.db.eventType.findMany({ where, ...newest });
    const items = rows.map(({ name, firstSeen, lastSeen, hidden }) => ({
      kind,
      name,
      type: null,
      example: null,
      firstSeen,
      lastSeen,
      hidden,
    }));
    return { items, total: await ctx.db.eventType.count({ where }) };
  }
  const where = { projectId, scope: scopeOf(kind), ...contains };
  const rows = await ctx.db.property.findMany({ where, ...newest });
  const items = rows.map(({ name, type, example, firstSeen, lastSeen, hidden }) => ({
    kind,
    name,
    type,
    example,
    firstSeen,
    lastSeen,
    hidden,
  }));
  return {
    items: shown(ctx, projectId, items),
    total: await ctx.db.property.count({ where }),
  };
}

/** As the table of properties calls it. */
export const scopeOf = (kind: "event_property" | "user_property"): "event" | "user" =>
  kind === "event_property" ? "event" : "user";
