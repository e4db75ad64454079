import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
  syncIdSchema,
} from "@/lib/admin/verb/guards";
import { ALERT_KINDS, type AlertKind } from "./alert-kind";
import type { AlertRules } from "./alert-rules";
import { readAlertSettings } from "./alert-settings";
import type { QuietHours } from "./quiet-hours";

const getAlertSettingsInput = z.object({
  projectId: projectIdSchema,
  /** Absent: of the whole project. */
  syncId: syncIdSchema.optional(),
});

/** The rules in force, those that were set just here, and the quiet hours of the project. */
export async function getAlertSettings(
  ctx: Context,
  rawInput: z.input<typeof getAlertSettingsInput>,
): Promise<{
  readonly rules: AlertRules;
  readonly own: readonly AlertKind[];
  readonly quiet: QuietHours | null;
}> {
  requireScope(ctx, "projects:read");
  const { projectId, syncId } = parseInput(getAlertSettingsInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  await getProject(ctx, { projectId });
  if (syncId !== undefined) {
    const sync = await ctx.db.sync.findFirst({ where: { id: syncId, projectId } });
    found(sync, `Destination ${syncId}`);
  }
  const { own, quiet, project, of } = await readAlertSettings(ctx, projectId);
  const here = own.get(syncId ?? 0) ?? {};
  return {
    rules: syncId === undefined ? project : of(syncId),
    own: ALERT_KINDS.filter((kind) => here[kind] !== undefined),
    quiet,
  };
}
