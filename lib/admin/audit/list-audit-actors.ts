import type { Context } from "@/lib/admin/verb/context";
import { requirePerson } from "@/lib/admin/verb/guards";

/** Everybody who is in the audit log, also who was removed since, by name. Steps through the index: one probe for each name. */
export async function listAuditActors(ctx: Context): Promise<readonly string[]> {
  requirePerson(ctx, "audit:read");
  const rows = await ctx.db.$queryRaw<{ readonly actor: string }[]>`
    WITH RECURSIVE actors AS (
      (SELECT actor FROM audit_log ORDER BY actor LIMIT 1)
      UNION ALL
      SELECT (SELECT l.actor FROM audit_log l WHERE l.actor > actors.actor ORDER BY l.actor LIMIT 1)
      FROM actors WHERE actors.actor IS NOT NULL
    )
    SELECT actor FROM actors WHERE actor IS NOT NULL`;
  return rows.map(({ actor }) => actor);
}
