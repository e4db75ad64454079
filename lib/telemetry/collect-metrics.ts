import type { Metric } from "@/lib/telemetry/metrics-text";
import type { Context } from "@/lib/verbs/context";

type Reader = Pick<Context, "db">;

/** What an operator watches, read from the counters. No label ever holds a person's data or a secret. */
export async function collectMetrics(ctx: Reader): Promise<readonly Metric[]> {
  return [
    await ingested(ctx),
    await outcomes(ctx),
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
    help: "Events by what ingestion answered, as far as the counters are kept.",
    samples: rows.map(({ projectId, source, outcome, _sum }) => ({
      labels: { project: projectId, source, outcome },
      value: Number(_sum.events ?? 0),
    })),
  };
}

async function outcomes(ctx: Reader): Promise<Metric> {
  const rows = await ctx.db.syncMinute.groupBy({
    by: ["syncId", "outcome", "reason"],
    _sum: { count: true },
  });
  return {
    name: "tributary_sync_events_total",
    type: "counter",
    help: "Events by outcome, as far as the counters are kept.",
    samples: rows.map(({ syncId, outcome, reason, _sum }) => ({
      labels: { sync: syncId, outcome, reason },
      value: Number(_sum.count ?? 0),
    })),
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

/** Offsets between the head of the log and the slowest shard; an upper bound of the events to read. */
async function backlog(ctx: Reader): Promise<Metric> {
  const rows = await ctx.db.$queryRaw<{ sync_id: number; distance: bigint }[]>`
    SELECT s.id AS sync_id, (h.last_offset - min(c.position))::bigint AS distance
    FROM syncs s JOIN log_heads h ON h.project_id = s.project_id JOIN cursors c ON c.sync_id = s.id
    WHERE s.enabled AND EXISTS (SELECT 1 FROM events e WHERE e.project_id = s.project_id
      AND e.shard = c.shard AND e."offset" > c.position)
    GROUP BY s.id, h.last_offset`;
  return {
    name: "tributary_sync_backlog_offsets",
    type: "gauge",
    help: "Distance of the slowest shard that has something to read from the head of the log.",
    samples: rows.map((row) => ({ labels: { sync: row.sync_id }, value: Number(row.distance) })),
  };
}

async function workers(ctx: Reader): Promise<Metric> {
  const [row] = await ctx.db.$queryRaw<{ live: bigint }[]>`
    SELECT count(*) AS live FROM workers WHERE seen_at > now() - interval '15 seconds'`;
  return {
    name: "tributary_workers",
    type: "gauge",
    help: "Workers seen in the last 15 seconds.",
    samples: [{ labels: {}, value: Number(row?.live ?? 0) }],
  };
}
