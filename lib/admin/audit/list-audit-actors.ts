import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { seesAll } from "./sees-all";

const listAuditActorsInput = z.object({ projectId: projectIdSchema });

/**
 * Everybody who is in the audit log of the project (to an owner, of any), also who was removed since, by name. Steps
 * through the index: one probe for each name.
 */
export async function listAuditActors(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<readonly string[]> {
  requirePerson(ctx, "audit:read");
  const { projectId } = parseInput(listAuditActorsInput, rawInput);
  requireIn(ctx, "audit:read", projectId);
  const rows = await ctx.db.$queryRaw<{ readonly actor: string }[]>`
    WITH RECURSIVE actors AS (
      (SELECT actor FROM audit_log ORDER BY actor LIMIT 1)
      UNION ALL
      SELECT (SELECT l.actor FROM audit_log l WHERE l.actor > actors.actor ORDER BY l.actor LIMIT 1)
      FROM actors WHERE actors.actor IS NOT NULL
    )
    SELECT actor FROM actors WHERE actor IS NOT NULL AND (${seesAll(ctx)} OR EXISTS (
      SELECT 1 FROM audit_log l WHERE l.actor = actors.actor AND l.project_id = ${projectId}))`;
  return rows.map(({ actor }) => actor);
}
