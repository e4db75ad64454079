import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
  syncIdSchema,
} from "@/lib/admin/verb/guards";
import { ALERT_DEFINITIONS, ALERT_KINDS } from "./alert-kind";
import { type AlertRule, ruleSchemas } from "./alert-rules";
import { readAlertSettings } from "./alert-settings";

const saveAlertRuleInput = z.object({
  projectId: projectIdSchema,
  /** Absent: of the whole project. */
  syncId: syncIdSchema.optional(),
  kind: z.enum(ALERT_KINDS),
});

/** Changes when somebody is told. A rule of null: what would be in force without one is, from now on. */
export async function saveAlertRule(
  ctx: Context,
  rawInput: z.input<typeof saveAlertRuleInput> & { readonly rule: AlertRule | null },
): Promise<void> {
  requirePerson(ctx, "alerts:write");
  const { projectId, syncId, kind } = parseInput(saveAlertRuleInput, rawInput);
  requireIn(ctx, "alerts:write", projectId);
  const rule = parseInput(ruleSchemas[kind].nullable(), rawInput.rule);
  const project = await getProject(ctx, { projectId });
  const sync =
    syncId === undefined
      ? null
      : found(
          await ctx.db.sync.findFirst({ where: { id: syncId, projectId } }),
          `Destination ${syncId}`,
        );
  await ctx.db.$transaction(async (tx) => {
    const { own } = await readAlertSettings({ db: tx }, projectId);
    const { [kind]: _before, ...others } = own.get(syncId ?? 0) ?? {};
    const rules = rule === null ? others : { ...others, [kind]: rule };
    await tx.alertSettings.upsert({
      where: { projectId_syncId: { projectId, syncId: syncId ?? 0 } },
      create: { projectId, syncId: syncId ?? 0, rules },
      update: { rules },
    });
    await writeAudit(tx, ctx, {
      action: "alerts.changed",
      projectId,
      target: sync?.name ?? project.name,
      details: { alert: ALERT_DEFINITIONS[kind].title, ...wordsOf(rule) },
    });
  });
}

function wordsOf(rule: AlertRule | null) {
  if (rule === null) return { set: "as before" };
  if (!rule.enabled) return { set: "off" };
  const { warning, critical } = rule;
  return { warning: warning ?? "none", critical: critical ?? "none" };
}
