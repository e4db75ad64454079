import type { Bench } from "@/bench/bench";
import { openLoop } from "@/bench/load";
import { uploadBytes } from "@/bench/payload";
import { createProject, createSync, disableSyncs, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { resetSink, sinkArrivals, sinkStats } from "@/bench/sink-client";
import { percentile } from "@/bench/statistics";
import { until } from "@/bench/until";

// From the moment an event is due at the client until the destination takes it, at a steady 500 events a second.

const PER_SECOND = 500;
const WARM_UP_SECONDS = 2;

interface Latencies {
  /** Client's send until its 200. */
  readonly answered: readonly number[];
  /** Client's send until the destination took the event. */
  readonly taken: readonly number[];
}

export async function latency(bench: Bench): Promise<readonly Row[]> {
  const { world, options } = bench;
  const site = "latency";
  await world.sandbox.createWorkspace(site);
  const project = await createProject(world.pool);
  const sync = await createSync(world, project, { site });
  await untilHeld(world.pool);

  const product = (seconds: number) =>
    measure(world.webPort, project.apiKey, seconds, {
      reset: () => world.sandbox.reset(site),
      count: async () => (await world.sandbox.stats(site)).ids.distinct,
      arrivals: () => world.sandbox.arrivals(site),
    });
  const floor = (seconds: number) =>
    measure(world.floor.webPort, project.apiKey, seconds, {
      reset: () => resetSink(world.floor.sinkUrl),
      count: async () => (await sinkStats(world.floor.sinkUrl)).distinct,
      arrivals: () => sinkArrivals(world.floor.sinkUrl),
    });
  await floor(WARM_UP_SECONDS);
  await product(WARM_UP_SECONDS);
  const bare = await floor(Math.ceil(options.seconds / 2));
  const sinceMs = Date.now();
  const measured = await product(options.seconds);
  await untilSettled(bench, sync, PER_SECOND * options.seconds, sinceMs);
  const stages = await stagesOf(bench, sync, sinceMs);
  await disableSyncs(world.pool);

  const row = (
    figure: string,
    values: readonly number[],
    share: number,
    floors?: readonly number[],
  ) => {
    const value = percentile(values, share);
    const base: Row = { figure: `latency at 500/s, ${figure}`, measured: value, unit: "ms" };
    if (floors === undefined) return base;
    const floorValue = percentile(floors, share);
    return { ...base, floor: floorValue, ratio: value / floorValue };
  };
  const { answered, taken } = measured;
  return [
    { ...row("sent → taken, p50", taken, 0.5, bare.taken), budget: { of: "measured", atMost: 50 } },
    row("sent → taken, p95", taken, 0.95, bare.taken),
    {
      ...row("sent → taken, p99", taken, 0.99, bare.taken),
      budget: { of: "measured", atMost: 500 },
    },
    row("sent → 200, p50", answered, 0.5, bare.answered),
    row("sent → 200, p99", answered, 0.99, bare.answered),
    ...stages.flatMap(({ stage, p50, p99 }): Row[] => [
      { figure: `latency at 500/s, ${stage}, p50`, measured: p50, unit: "ms" },
      { figure: `latency at 500/s, ${stage}, p99`, measured: p99, unit: "ms" },
    ]),
  ];
}

interface Target {
  reset(): Promise<void>;
  count(): Promise<number>;
  arrivals(): Promise<ReadonlyMap<number, number>>;
}

async function measure(
  port: number,
  apiKey: string,
  seconds: number,
  target: Target,
): Promise<Latencies> {
  await target.reset();
  const { waits: answered, startMs } = await openLoop(port, PER_SECOND, seconds, (seq) =>
    uploadBytes({ apiKey }, seq, 1),
  );
  await until("the last event is delivered", async () => (await target.count()) >= answered.length);
  const taken = [...(await target.arrivals())].map(
    ([seq, atMs]) => atMs - startMs - (seq * 1_000) / PER_SECOND,
  );
  return { answered, taken };
}

async function untilSettled(
  { world }: Bench,
  sync: number,
  events: number,
  sinceMs: number,
): Promise<void> {
  await until("the last delivery is on record", async () => {
    const { rows } = await world.pool.query<{ readonly n: number }>(
      "SELECT count(*) AS n FROM deliveries WHERE sync_id = $1 AND received_at >= $2",
      [sync, new Date(sinceMs)],
    );
    return (rows[0]?.n ?? 0) >= events;
  });
}

interface Stage {
  readonly stage: string;
  readonly p50: number;
  readonly p99: number;
}

/** The stages inside, as the delivery log has them. */
async function stagesOf(
  { world }: Bench,
  sync: number,
  sinceMs: number,
): Promise<readonly Stage[]> {
  const { rows } = await world.pool.query<Stage>(
    `WITH stages AS (
       SELECT extract(epoch FROM r.started_at - d.received_at) * 1000 AS waiting, r.duration_ms AS sending
       FROM deliveries d JOIN delivery_requests r ON r.id = d.request_id
       WHERE d.sync_id = $1 AND d.received_at >= $2
     )
     SELECT 'received → request starts' AS stage,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY waiting)::float8 AS p50,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY waiting)::float8 AS p99 FROM stages
     UNION ALL
     SELECT 'request → answer',
       percentile_cont(0.5) WITHIN GROUP (ORDER BY sending)::float8,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY sending)::float8 FROM stages`,
    [sync, new Date(sinceMs)],
  );
  return rows;
}
