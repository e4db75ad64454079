import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { actorName, type Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { getProject } from "./get-project";
import { type IngestionKey, ingestionKeyColumns } from "./ingestion-key";
import { newKey } from "./insert-project";

/** More than one for each app and each place that sends; a list that people can look through. */
const KEYS_MAX = 50;

const createIngestionKeyInput = z.object({
  projectId: projectIdSchema,
  label: z.string().trim().min(1, "Enter a label").max(200, "Use at most 200 characters"),
});

/** One more key; uploads may name it within two seconds. The others go on. */
export async function createIngestionKey(
  ctx: Context,
  rawInput: z.input<typeof createIngestionKeyInput>,
): Promise<IngestionKey> {
  requirePerson(ctx, "project:write");
  const { projectId, label } = parseInput(createIngestionKeyInput, rawInput);
  requireIn(ctx, "project:write", projectId);
  await getProject(ctx, { projectId });
  return ctx.db.$transaction(async (tx) => {
    const count = await tx.ingestionKey.count({ where: { projectId, revokedAt: null } });
    if (count >= KEYS_MAX) {
      throw new AppError(
        "conflict",
        `A project has at most ${KEYS_MAX} API keys: revoke one first`,
      );
    }
    const key = newKey();
    const details = { lastFour: key.slice(-4) };
    await writeAudit(tx, ctx, { action: "project.key_created", projectId, target: label, details });
    return tx.ingestionKey.create({
      data: { projectId, key, label, createdBy: actorName(ctx.actor) },
      select: ingestionKeyColumns,
    });
  });
}
