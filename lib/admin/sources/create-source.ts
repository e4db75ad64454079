import { randomBytes } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { getProject } from "@/lib/admin/projects/get-project";
import { actorName, type Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { newSecret, SOURCE_KINDS, type Source, sourceName, toSource } from "./source";

const createSourceInput = z.object({ projectId: projectIdSchema, kind: z.enum(SOURCE_KINDS) });

/** `secret` is shown this once: only its hash is kept. */
export async function createSource(
  ctx: Context,
  rawInput: { projectId: number; kind: string },
): Promise<{ readonly source: Source; readonly secret: string }> {
  requireScope(ctx, "sources:write");
  const { projectId, kind } = parseInput(createSourceInput, rawInput);
  requireIn(ctx, "sources:write", projectId);
  await getProject({ ...ctx, actor: { kind: "system" } }, { projectId });
  const { secret, stored } = newSecret();
  const row = await ctx.db.$transaction(async (tx) => {
    const target = sourceName(stored.lastFour);
    await writeAudit(tx, ctx, { action: "source.created", projectId, target });
    const key = randomBytes(16).toString("hex");
    const createdBy = actorName(ctx.actor);
    return tx.source.create({ data: { projectId, kind, key, createdBy, ...stored } });
  });
  return { source: toSource(row), secret };
}
