import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import type { AlertLevel } from "./alert-kind";
import type { AlertWords } from "./find-alerts";
import { toOpenAlert } from "./open-alerts";

/** A trouble that is there, or was. */
export interface Alert extends AlertWords {
  readonly id: number;
  readonly level: AlertLevel;
  readonly openedAt: Date;
  /** Null while it is there. */
  readonly endedAt: Date | null;
}

const listAlertsInput = z.object({ projectId: projectIdSchema });

const ENDED_MAX = 20;

/** What is wrong now, the worst first, and what was wrong lately, newest first. */
export async function listAlerts(
  ctx: Context,
  rawInput: z.input<typeof listAlertsInput>,
): Promise<{
  readonly open: readonly Alert[];
  readonly ended: readonly Alert[];
  /** Null when nobody has ever looked. */
  readonly lookedAt: Date | null;
}> {
  requireScope(ctx, "projects:read");
  const { projectId } = parseInput(listAlertsInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  await getProject(ctx, { projectId });
  const [open, ended, house] = await Promise.all([
    ctx.db.alert.findMany({
      where: { projectId, endedAt: null },
      orderBy: [{ level: "asc" }, { id: "asc" }],
    }),
    ctx.db.alert.findMany({
      where: { projectId, endedAt: { not: null } },
      orderBy: { openedAt: "desc" },
      take: ENDED_MAX,
    }),
    ctx.db.housekeeping.findFirst({ select: { alertsAt: true } }),
  ]);
  return {
    open: open.flatMap(toAlert),
    ended: ended.flatMap(toAlert),
    lookedAt: house?.alertsAt ?? null,
  };
}

const toAlert = (row: Parameters<typeof toOpenAlert>[0]): readonly Alert[] =>
  toOpenAlert(row).map(({ id, level, words }) => ({
    ...words,
    id,
    level,
    openedAt: row.openedAt,
    endedAt: row.endedAt,
  }));
