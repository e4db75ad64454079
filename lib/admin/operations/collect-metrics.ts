import { type LatencyRow, quantilesOf } from "@/lib/admin/syncs/latency-quantiles";
import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { STAGES, type Stage } from "@/lib/engine/pipeline/record/count-settled";
import {
  BEGINNING,
  countsBetween,
  latenciesBetween,
} from "@/lib/engine/store/counters/counts-between";
import { SILENT_SECONDS } from "@/lib/engine/store/health-facts";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
import type { SyncId } from "@/lib/kernel/brand";
import type { Metric } from "./metrics-text";

type Reader = Pick<Context, "db">;

/** What an operator watches, read from the counters. No label ever holds a person's data or a secret. */
export async function collectMetrics(ctx: Reader): Promise<readonly Metric[]> {
  return [
    await ingested(ctx),
    ...(await outcomes(ctx)),
    await latencies(ctx),
    await parked(ctx),
    await breakers(ctx),
    await backlog(ctx),
    await workers(ctx),
    {
      name: "process_resident_memory_bytes",
      type: "gauge",
      help: "Resident memory of the web process.",
      samples: [{ labels: {}, value: process.memoryUsage.rss() }],
    },
  ];
}

async function ingested(ctx: Reader): Promise<Metric> {
  const rows = await ctx.db.ingestMinute.groupBy({
    by: ["projectId", "source", "outcome"],
    _sum: { events: true },
  });
  return {
    name: "tributary_ingested_events_total",
    type: "counter",
    help: "Events by what ingestion answered, since the project was made.",
    samples: rows.map(({ projectId, source, outcome, _sum }) => ({
      labels: { project: projectId, source, outcome },
      value: Number(_sum.events ?? 0),
    })),
  };
}

interface Counted {
  readonly sync_id: number;
  readonly outcome: string;
  readonly reason: string;
  readonly count: bigint;
  readonly first_attempt: bigint;
}

/** One statement: a redelivery that moves events from the one table to the other in between would be a fall. */
async function outcomes(ctx: Reader): Promise<readonly Metric[]> {
  const rows = await runStatement<Counted>(ctx.db, {
    text: `SELECT sync_id, outcome, reason, sum(count)::bigint AS count, sum(first_attempt)::bigint AS first_attempt FROM (
             SELECT s.id AS sync_id, c.outcome, c.reason, c.count, c.first_attempt
             FROM syncs s CROSS JOIN LATERAL ${countsBetween("s.id", BEGINNING, "'infinity'")} AS c
             UNION ALL SELECT sync_id, outcome, reason, count, 0 FROM sync_uncounted
           ) AS counted GROUP BY sync_id, outcome, reason`,
    values: [],
  });
  const of = (isWanted: (outcome: string) => boolean) =>
    rows.filter(({ outcome }) => isWanted(outcome));
  return [
    {
      name: "tributary_sync_events_total",
      type: "counter",
      help: "Outcomes of events since the sync was made; an event that is sent again by hand has one more.",
      samples: of((outcome) => outcome !== "read").map(({ sync_id, outcome, reason, count }) => ({
        labels: { sync: sync_id, outcome, reason },
        value: Number(count),
      })),
    },
    {
      name: "tributary_sync_read_events_total",
      type: "counter",
      help: "Events that the sync has read from the log.",
      samples: of((outcome) => outcome === "read").map(({ sync_id, count }) => ({
        labels: { sync: sync_id },
        value: Number(count),
      })),
    },
    {
      name: "tributary_sync_first_attempt_events_total",
      type: "counter",
      help: "Of the delivered events, those that the first request delivered.",
      samples: of((outcome) => outcome === "delivered").map(({ sync_id, first_attempt }) => ({
        labels: { sync: sync_id },
        value: Number(first_attempt),
      })),
    },
  ];
}

/** Over the last hour. */
async function latencies(ctx: Reader): Promise<Metric> {
  const lastHour = "date_trunc('minute', now() - interval '1 hour')";
  const rows = await runStatement<LatencyRow & { sync_id: number; stage: Stage }>(ctx.db, {
    text: `SELECT s.id AS sync_id, c.stage, c.bucket, sum(c.count)::bigint AS count
           FROM syncs s CROSS JOIN LATERAL ${latenciesBetween("s.id", lastHour, "'infinity'")} AS c
           GROUP BY s.id, c.stage, c.bucket ORDER BY s.id`,
    values: [],
  });
  const syncs = [...new Set(rows.map(({ sync_id }) => sync_id))];
  const samples = syncs.flatMap((sync) =>
    STAGES.flatMap((stage) => {
      const own = rows.filter((row) => row.sync_id === sync && row.stage === stage);
      const quantiles = Object.entries(quantilesOf(own) ?? {});
      return quantiles.map(([quantile, ms]) => ({
        labels: { sync, stage, quantile },
        value: ms / 1_000,
      }));
    }),
  );
  return {
    name: "tributary_sync_latency_seconds",
    type: "gauge",
    help: "Latency of what was delivered in the last hour: in total, and in its parts log, worker and destination.",
    samples,
  };
}

async function parked(ctx: Reader): Promise<Metric> {
  const rows = await ctx.db.parked.groupBy({ by: ["syncId"], _count: { _all: true } });
  return {
    name: "tributary_sync_parked_events",
    type: "gauge",
    help: "Events that wait for their next attempt.",
    samples: rows.map(({ syncId, _count }) => ({ labels: { sync: syncId }, value: _count._all })),
  };
}

async function breakers(ctx: Reader): Promise<Metric> {
  const rows = await ctx.db.breaker.findMany({ select: { syncId: true, reason: true } });
  return {
    name: "tributary_sync_breaker_open",
    type: "gauge",
    help: "1 while nothing is sent because the destination is unwell.",
    samples: rows.map(({ syncId, reason }) => ({ labels: { sync: syncId, reason }, value: 1 })),
  };
}

async function backlog(ctx: Reader): Promise<Metric> {
  const enabled = await ctx.db.sync.findMany({ where: { enabled: true }, select: { id: true } });
  const ids = enabled.map(({ id }) => id as SyncId);
  const behind = (await runStatement<Lag>(ctx.db, lagOf(ids, 1))).filter(
    ({ unread }) => unread > 0,
  );
  return {
    name: "tributary_sync_backlog_offsets",
    type: "gauge",
    help: "Distance of the slowest shard that has something to read from the head of the log.",
    samples: behind.map((lag) => ({ labels: { sync: lag.sync_id }, value: lag.distance })),
  };
}

async function workers(ctx: Reader): Promise<Metric> {
  const [row] = await ctx.db.$queryRaw<{ live: bigint }[]>`
    SELECT count(*) AS live FROM workers WHERE seen_at > now() - ${SILENT_SECONDS} * interval '1 second'`;
  return {
    name: "tributary_workers",
    type: "gauge",
    help: `Workers seen in the last ${SILENT_SECONDS} seconds.`,
    samples: [{ labels: {}, value: Number(row?.live ?? 0) }],
  };
}
