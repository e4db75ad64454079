import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  idSchema,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";

const revokeIngestionKeyInput = z.object({ projectId: projectIdSchema, id: idSchema });

/**
 * Uploads with this key are refused within ten seconds: so long every web process remembers whose it was. One key
 * stays, and when it was the one that is shown first, the newest takes its place.
 */
export async function revokeIngestionKey(
  ctx: Context,
  rawInput: z.input<typeof revokeIngestionKeyInput>,
): Promise<void> {
  requirePerson(ctx, "project:write");
  const { projectId, id } = parseInput(revokeIngestionKeyInput, rawInput);
  requireIn(ctx, "project:write", projectId);
  await ctx.db.$transaction(async (tx) => {
    // Two who revoke at once take turns, so that one key stays.
    await tx.$queryRaw`SELECT 1 FROM projects WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const taken = await tx.ingestionKey.findMany({
      where: { projectId, revokedAt: null },
      orderBy: { id: "desc" },
    });
    const { key, label } = found(
      taken.find((each) => each.id === id),
      `API key ${id}`,
    );
    const next = taken.find((each) => each.id !== id);
    if (next === undefined) {
      throw new AppError("conflict", "A project needs one API key: create another one first");
    }
    await tx.ingestionKey.update({
      where: { id },
      data: { revokedAt: new Date(ctx.clock.now()) },
    });
    await tx.project.updateMany({
      where: { id: projectId, apiKey: key },
      data: { apiKey: next.key },
    });
    const details = { lastFour: key.slice(-4) };
    await writeAudit(tx, ctx, { action: "project.key_revoked", projectId, target: label, details });
  });
}
