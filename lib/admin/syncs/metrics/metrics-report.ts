import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import { type Quantiles, quantilesOf } from "@/lib/admin/syncs/latency-quantiles";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import {
  KEPT_MS,
  TIME_PERIODS,
  type TimePeriod,
  type Window,
  windowOf,
} from "@/lib/admin/syncs/time-period";
import type { Context } from "@/lib/admin/verb/context";
import {
  invalidInput,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
  syncIdSchema,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { STAGES, type Stage } from "@/lib/engine/pipeline/record/count-settled";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { barsOf, stepOf } from "./bars";
import { type Funnel, funnelOf } from "./funnel";
import {
  type BarRow,
  countsByBar,
  type IngestedRow,
  ingestedByBar,
  type LatencyBarRow,
  latenciesByBar,
  type WaitingRow,
  waitingAt,
} from "./metrics-statements";

const metricsReportInput = z.object({
  projectId: projectIdSchema,
  /** All syncs of the project when it is left out. */
  syncId: syncIdSchema.optional(),
  period: z.enum(TIME_PERIODS),
  /** Inclusive and exclusive; only for CUSTOM. */
  start: timeSchema.optional(),
  end: timeSchema.optional(),
});

export type StageQuantiles = Readonly<Record<Stage, Quantiles | null>>;

/** What one sync did in the window, and in the one before. */
export interface SyncReport {
  readonly id: SyncId;
  readonly name: string;
  readonly funnel: Funnel;
  readonly latency: StageQuantiles;
  /** Null when it begins before what is kept. */
  readonly before: { readonly funnel: Funnel; readonly latency: StageQuantiles } | null;
}

/** One bar of the charts, over all syncs of the report. */
export interface ReportBar extends Window {
  readonly ingested: number;
  readonly counts: readonly {
    readonly outcome: string;
    readonly reason: string;
    readonly count: number;
  }[];
  readonly latency: Quantiles | null;
}

export interface MetricsReport extends Window {
  readonly period: TimePeriod;
  /** Accepted by ingestion for the project. */
  readonly ingested: number;
  readonly ingestedBefore: number | null;
  readonly syncs: readonly SyncReport[];
  readonly bars: readonly ReportBar[];
}

/** What the syncs of a project, or one of them, did in a window, from the counters. */
export async function metricsReport(
  ctx: Context,
  rawInput: z.input<typeof metricsReportInput>,
): Promise<MetricsReport> {
  requireScope(ctx, "destinations:read");
  const { projectId, syncId, period, start, end } = parseInput(metricsReportInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  const nowMs = ctx.clock.now();
  const found = windowOf(period, nowMs, start, end);
  if (!found.ok) throw invalidInput([found.error]);
  const window = found.value;
  if (window.start.getTime() < nowMs - KEPT_MS) {
    const message = "Metrics are kept for 90 days: give a later start";
    throw invalidInput([{ field: "start", message, code: "outside_retention" }]);
  }
  const syncs = await syncsOf(ctx, projectId, syncId);
  const before = windowBefore(window);
  return ctx.db.$transaction(
    // One snapshot: the sums agree.
    (tx) =>
      readReport(tx, {
        projectId,
        syncs,
        period,
        window,
        before: before.start.getTime() < nowMs - KEPT_MS ? null : before,
      }),
    { isolationLevel: "RepeatableRead" },
  );
}

async function syncsOf({ db, ...ctx }: Context, projectId: ProjectId, syncId: SyncId | undefined) {
  if (syncId !== undefined) {
    const { name } = await requireSync({ db, ...ctx }, syncId, projectId);
    return [{ id: syncId, name }];
  }
  await getProject({ db, ...ctx }, { projectId });
  const rows = await db.sync.findMany({
    where: { projectId },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, name }) => ({ id: id as SyncId, name }));
}

const windowBefore = ({ start, end }: Window): Window => ({
  start: new Date(2 * start.getTime() - end.getTime()),
  end: start,
});

interface Asked {
  readonly projectId: ProjectId;
  readonly syncs: readonly { readonly id: SyncId; readonly name: string }[];
  readonly period: TimePeriod;
  readonly window: Window;
  readonly before: Window | null;
}

async function readReport(tx: Transaction, asked: Asked): Promise<MetricsReport> {
  const { projectId, syncs, period, window, before } = asked;
  const ids = syncs.map(({ id }) => id);
  const step = stepOf(window);
  const counts = await runStatement<BarRow>(tx, countsByBar(ids, window, step));
  const waiting = await runStatement<WaitingRow>(tx, waitingAt(ids, window.end));
  const latencies = await runStatement<LatencyBarRow>(tx, latenciesByBar(ids, window, step));
  const ingested = await runStatement<IngestedRow>(tx, ingestedByBar(projectId, window, step));
  const whole = before === null ? 0 : 2 * (window.end.getTime() - before.start.getTime());
  const past =
    before === null
      ? null
      : {
          counts: await runStatement<BarRow>(tx, countsByBar(ids, before, whole)),
          latencies: await runStatement<LatencyBarRow>(tx, latenciesByBar(ids, before, whole)),
          ingested: await runStatement<IngestedRow>(tx, ingestedByBar(projectId, before, whole)),
        };
  return {
    period,
    ...window,
    ingested: sumOf(ingested),
    ingestedBefore: past === null ? null : sumOf(past.ingested),
    syncs: syncs.map(({ id, name }) => {
      const isOwn = ({ sync }: { readonly sync: SyncId | null }) => sync === id;
      const funnel = funnelOf(counts.filter(isOwn), waiting.find(isOwn)?.waiting ?? 0);
      return {
        id,
        name,
        funnel,
        latency: byStage(latencies.filter(isOwn)),
        before: past && {
          funnel: funnelOf(past.counts.filter(isOwn), funnel.waitingBefore),
          latency: byStage(past.latencies.filter(isOwn)),
        },
      };
    }),
    bars: barsOf(window).map(({ number, start, end }) => ({
      start,
      end,
      ingested: sumOf(ingested.filter(({ bar }) => bar === number)),
      counts: mergeSyncs(counts.filter(({ bar }) => bar === number)),
      latency: quantilesOf(latencies.filter(({ sync, bar }) => sync === null && bar === number)),
    })),
  };
}

const sumOf = (rows: readonly IngestedRow[]): number =>
  rows.reduce((sum, { events }) => sum + events, 0);

const byStage = (rows: readonly LatencyBarRow[]): StageQuantiles =>
  Object.fromEntries(
    STAGES.map((stage) => [stage, quantilesOf(rows.filter((row) => row.stage === stage))]),
  ) as unknown as StageQuantiles;

function mergeSyncs(rows: readonly BarRow[]): ReportBar["counts"] {
  const merged = new Map<string, { outcome: string; reason: string; count: number }>();
  for (const { outcome, reason, count } of rows) {
    const key = `${outcome} ${reason}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { outcome, reason, count: Number(count) });
    else known.count += Number(count);
  }
  return [...merged.values()].filter(({ count }) => count !== 0);
}
