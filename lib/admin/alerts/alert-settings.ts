import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { RulesOf } from "./alert-facts";
import { type OwnRules, rulesInForce, storedRules } from "./alert-rules";
import { type QuietHours, storedQuietHours } from "./quiet-hours";

/** What a project has set of its alerts. */
export interface AlertSettings extends RulesOf {
  readonly quiet: QuietHours | null;
  /** What was set of the project (0), and of each sync that has rules of its own. */
  readonly own: ReadonlyMap<SyncId | 0, OwnRules>;
}

export async function readAlertSettings(
  { db }: { readonly db: Transaction },
  projectId: ProjectId,
): Promise<AlertSettings> {
  const rows = await db.alertSettings.findMany({ where: { projectId } });
  const own = new Map(rows.map((row) => [row.syncId as SyncId | 0, storedRules(row.rules)]));
  const ofProject = own.get(0) ?? {};
  return {
    own,
    quiet: storedQuietHours(rows.find(({ syncId }) => syncId === 0)?.quiet),
    project: rulesInForce(ofProject),
    of: (syncId) => rulesInForce(ofProject, own.get(syncId) ?? {}),
  };
}
