import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { requireSource } from "./require-source";
import { sourceName } from "./source";

/** What it brought stays; what is sent to it from now on is refused. */
export async function deleteSource(
  ctx: Context,
  rawInput: { projectId: number; id: number },
): Promise<void> {
  const { id, projectId, lastFour } = await requireSource(ctx, rawInput);
  await ctx.db.$transaction(async (tx) => {
    const target = sourceName(lastFour);
    await writeAudit(tx, ctx, { action: "source.deleted", projectId, target });
    await tx.source.delete({ where: { id } });
  });
}
