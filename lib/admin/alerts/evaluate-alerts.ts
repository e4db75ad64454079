import { listProjects } from "@/lib/admin/projects/list-projects";
import type { Project } from "@/lib/admin/projects/project";
import type { Context } from "@/lib/admin/verb/context";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { AlertChange } from "./alert-change";
import { type AlertFacts, readAlertFacts } from "./alert-facts";
import { ALERT_DEFINITIONS } from "./alert-kind";
import { type AlertSettings, readAlertSettings } from "./alert-settings";
import { findAlerts } from "./find-alerts";
import { toOpenAlert } from "./open-alerts";
import { queueMessages } from "./queue-messages";
import { type AlertStep, type OpenAlert, stepAlerts } from "./step-alerts";

/** First half of an advisory lock; the second is the project. */
const LOCK_KEY = 7_216_304;

/**
 * One look at every project: what is wrong is opened, what got better is closed, and who is to be told of it has a
 * message waiting, in one transaction for each project. However many do it at once, each change is told once.
 */
export async function evaluateAlerts(ctx: Context, logRetentionDays: number): Promise<void> {
  for (const project of await listProjects(ctx)) {
    await evaluateProject(ctx, project, logRetentionDays);
  }
}

async function evaluateProject(
  ctx: Context,
  project: Project,
  logRetentionDays: number,
): Promise<void> {
  const { id: projectId, name: projectName } = project;
  const settings = await readAlertSettings(ctx, projectId);
  const facts = await readAlertFacts(ctx, projectId, settings);
  const place = { projectId, projectName };
  const findings = findAlerts(facts, settings, place, logRetentionDays);
  const rows = { projectId, endedAt: null };
  const isWell = findings.every(({ level }) => level === null || level === "unknown");
  if (isWell && (await ctx.db.alert.count({ where: rows })) === 0) return;
  await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY}::int, ${projectId}::int)`;
    const open = (await tx.alert.findMany({ where: rows })).flatMap(toOpenAlert);
    const whyOver = (alert: OpenAlert) => overWords(alert, facts, settings);
    const steps = stepAlerts(open, findings, whyOver, facts.nowMs);
    const changes: AlertChange[] = [];
    for (const step of steps) {
      const id = await keep(tx, project, step, facts.nowMs);
      if (step.from !== step.to) changes.push(toChange(step, id, facts.nowMs));
    }
    await queueMessages(tx, projectId, changes, settings.quiet, facts.nowMs);
  });
}

function overWords(
  { kind, syncId }: OpenAlert,
  { destinations }: AlertFacts,
  settings: AlertSettings,
): string {
  const own = syncId === 0 ? settings.project : settings.of(syncId);
  if (!own[kind].enabled) return `The alert "${ALERT_DEFINITIONS[kind].title}" was switched off.`;
  const isThere = destinations.some(({ sync }) => sync.id === syncId);
  return isThere ? "The destination was disabled." : "The destination is no longer there.";
}

/** Writes what the step makes of the alert; resolves with its id. */
async function keep(
  tx: Transaction,
  project: Project,
  { alert, kind, syncId, from, to, betterSinceMs, words }: AlertStep,
  nowMs: number,
): Promise<number> {
  const now = new Date(nowMs);
  if (alert === null) {
    const level = to ?? "warning";
    const data = { projectId: project.id, syncId, kind, level, ...words };
    const row = await tx.alert.create({ data: { ...data, openedAt: now, changedAt: now } });
    return Number(row.id);
  }
  await tx.alert.update({
    where: { id: alert.id },
    data: {
      ...words,
      betterSince: betterSinceMs === null ? null : new Date(betterSinceMs),
      ...(from === to ? {} : { changedAt: now }),
      ...(to === null ? { endedAt: now } : { level: to }),
    },
  });
  return alert.id;
}

const toChange = (
  { alert, kind, syncId, from, to, words }: AlertStep,
  alertId: number,
  nowMs: number,
): AlertChange => ({
  alertId,
  kind,
  syncId,
  from,
  to,
  ...words,
  since: new Date(alert?.openedMs ?? nowMs).toISOString(),
  at: new Date(nowMs).toISOString(),
});
