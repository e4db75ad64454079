import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { requireSource } from "./require-source";
import { newSecret, type Source, sourceName, toSource } from "./source";

/** The old secret is refused within seconds; the new one is shown this once. */
export async function replaceSourceSecret(
  ctx: Context,
  rawInput: { projectId: number; id: number },
): Promise<{ readonly source: Source; readonly secret: string }> {
  const { id, projectId, lastFour } = await requireSource(ctx, rawInput);
  const { secret, stored } = newSecret();
  const row = await ctx.db.$transaction(async (tx) => {
    const target = sourceName(stored.lastFour);
    const details = { before: `…${lastFour}` };
    await writeAudit(tx, ctx, { action: "source.secret_replaced", projectId, target, details });
    return tx.source.update({ where: { id }, data: stored });
  });
  return { source: toSource(row), secret };
}
