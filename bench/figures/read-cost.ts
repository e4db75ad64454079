import type { Bench } from "@/bench/bench";
import { makeEvent } from "@/bench/payload";
import { createProject, type Project } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median } from "@/bench/statistics";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { Offset, Shard } from "@/lib/kernel/brand";

// One page of the log (all shards, 800 events) behind a short and behind a long backlog.

const SMALL_BACKLOG = 1_000;
const PER_SHARD = 50;
const READS = 60;

export async function readCost(bench: Bench): Promise<readonly Row[]> {
  const { world, options, say } = bench;
  const log = createPostgresEventLog(world.pool);
  const small = await createProject(world.pool);
  const large = await createProject(world.pool);
  await fill(bench, small, SMALL_BACKLOG);
  say(`  loading a backlog of ${options.backlog.toLocaleString("en-US")} events`);
  await fill(bench, large, options.backlog);

  const read = async (project: Project, from: number): Promise<number> => {
    const shards = Array.from({ length: SHARDS }, (_, shard) => ({
      shard: shard as Shard,
      position: from as Offset,
    }));
    const start = performance.now();
    const events = await log.read(project.id, shards, PER_SHARD);
    const ms = performance.now() - start;
    if (events.length !== SHARDS * PER_SHARD) throw new Error(`read ${events.length} events`);
    return ms;
  };
  const times = { small: [] as number[], large: [] as number[] };
  for (let i = 0; i < READS; i++) {
    times.small.push(await read(small, 0));
    // Anywhere in the backlog: a page of its own each time.
    const from = Math.floor(((options.backlog - SMALL_BACKLOG) * i) / READS);
    times.large.push(await read(large, from));
  }
  const [floor, measured] = [median(times.small), median(times.large)];
  return [
    {
      figure: `read of one page, backlog of ${options.backlog.toLocaleString("en-US")} against 1,000`,
      measured,
      unit: "ms",
      floor,
      ratio: measured / floor,
      budget: { of: "ratio", atMost: 1.3 },
    },
  ];
}

/** Rows as an append would write them, made by the server itself. */
async function fill({ world }: Bench, { id }: Project, events: number): Promise<void> {
  const payload = JSON.stringify(makeEvent(0));
  await world.pool.query(
    `INSERT INTO events (project_id, day, "offset", shard, person_id, received_at, event_time, uuid, kind, source,
       event_type, user_id, device_id, insert_id, payload, user_properties)
     SELECT $1, (now() AT TIME ZONE 'UTC')::date, n, n % ${SHARDS}, n % 2000, now(), now(), gen_random_uuid(), 'event',
       'http_v2', 'Song Played', 'user-' || n % 2000, 'device-' || n % 2000, 'insert-' || n, $2, '{}'
     FROM generate_series(1, $3::bigint) AS n`,
    [id, payload, events],
  );
  await world.pool.query("UPDATE log_heads SET last_offset = $2 WHERE project_id = $1", [
    id,
    events,
  ]);
}
