import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { quietHoursSchema } from "./quiet-hours";

const saveQuietHoursInput = z.object({
  projectId: projectIdSchema,
  quiet: quietHoursSchema.nullable(),
});

/** Null: at any hour everything is told at once. */
export async function saveQuietHours(
  ctx: Context,
  rawInput: z.input<typeof saveQuietHoursInput>,
): Promise<void> {
  requirePerson(ctx, "alerts:write");
  const { projectId, quiet } = parseInput(saveQuietHoursInput, rawInput);
  requireIn(ctx, "alerts:write", projectId);
  const { name } = await getProject(ctx, { projectId });
  await ctx.db.$transaction(async (tx) => {
    const stored = quiet ?? Prisma.DbNull;
    await tx.alertSettings.upsert({
      where: { projectId_syncId: { projectId, syncId: 0 } },
      create: { projectId, syncId: 0, quiet: stored },
      update: { quiet: stored },
    });
    const hours = quiet === null ? "none" : `${quiet.from} – ${quiet.to} ${quiet.timeZone}`;
    await writeAudit(tx, ctx, {
      action: "alerts.changed",
      projectId,
      target: name,
      details: { quiet: hours },
    });
  });
}
