import type { Pool, PoolClient } from "pg";
import { rollUp } from "@/lib/engine/store/counters/roll-up";
import { expireParked } from "@/lib/engine/store/parked/expire-parked";
import { isLockTimeout } from "@/lib/platform/postgres/errors";
import { dropPartition, type Parent, type Partition, partitionsBefore } from "./drop-partitions";
import { expireUnread, isStillNeeded } from "./expire-events";
import { foldOldMinutes } from "./fold-minutes";
import { noteRun, trustClock } from "./housekeeping-state";

// What goes when it is past its retention. The database's clock alone decides: a process's clock may be anywhere.

/** A partition that a cursor still needs is kept up to this many times the retention: the hard limit. */
const HARD_LIMIT_FACTOR = 4;

/** Weeks of insert_ids kept: deduplication looks back seven days, so into the last week at most. */
const INSERT_ID_WEEKS = 2;

/** Amplitude keeps delivery metrics for 90 days. */
const MINUTES_KEPT_DAYS = 90;

/** One housekeeper at a time, over all processes. */
const LOCK_KEY = 7_216_302;

export interface RetentionDays {
  readonly logRetentionDays: number;
  readonly deliveryRetentionDays: number;
}

/**
 * - `elsewhere`: another process is at it.
 * - `clock_jumped`: the database's clock has leapt; nothing is dropped until it is a day further, or mended.
 * - `busy`: somebody reads what should go (a backup); the rest is to be done later.
 */
export interface RetentionReport {
  readonly end: "done" | "busy" | "clock_jumped" | "elsewhere";
  readonly dropped: readonly string[];
  /** Past the retention, but an enabled sync still has to read them. */
  readonly held: readonly string[];
  /** Events past the hard limit that an enabled sync had not read: expired, reason `retention`. */
  readonly droppedUnread: number;
}

/** Drops the partitions past their retention; events that an enabled sync has not read yet are held. */
export async function dropExpired(pool: Pool, retention: RetentionDays): Promise<RetentionReport> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query("SET lock_timeout = '1s'");
    const report = await asTheOnlyOne(client, retention);
    await client.query("RESET lock_timeout");
    broken = false;
    return report;
  } finally {
    // Thrown away after a failure: with it go its lock and its setting.
    client.release(broken);
  }
}

async function asTheOnlyOne(
  client: PoolClient,
  retention: RetentionDays,
): Promise<RetentionReport> {
  const work = { dropped: [] as string[], held: [] as string[], droppedUnread: 0 };
  const { rows } = await client.query<{ readonly taken: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS taken",
    [LOCK_KEY],
  );
  if (rows[0]?.taken !== true) return { end: "elsewhere", ...work };
  const end = (await trustClock(client)) ? await clean(client, retention, work) : "clock_jumped";
  await noteRun(client, work);
  await client.query("SELECT pg_advisory_unlock($1)", [LOCK_KEY]);
  return { end, ...work };
}

interface Work {
  readonly dropped: string[];
  readonly held: string[];
  droppedUnread: number;
}

async function clean(
  client: PoolClient,
  retention: RetentionDays,
  work: Work,
): Promise<"done" | "busy"> {
  const { logRetentionDays, deliveryRetentionDays } = retention;
  const hardLimit = await dayBefore(client, logRetentionDays * HARD_LIMIT_FACTOR);
  const old = async (parent: Parent, days: number) =>
    partitionsBefore(client, parent, await dayBefore(client, days));
  try {
    for (const partition of await old("events", logRetentionDays)) {
      if (partition.state === "attached") {
        if (partition.day >= hardLimit && (await isStillNeeded(client, partition))) {
          work.held.push(partition.name);
          continue;
        }
        await expire(client, partition, work);
      }
      await drop(client, partition, work);
    }
    const held = new Set(work.held.map((name) => name.slice(-8)));
    const states = await old("person_states", logRetentionDays);
    for (const partition of [
      // What a day's events refer to goes after them.
      ...states.filter(({ name }) => !held.has(name.slice(-8))),
      ...(await old("deliveries", deliveryRetentionDays)),
      ...(await old("delivery_requests", deliveryRetentionDays)),
      ...(await old("insert_ids", 7 * INSERT_ID_WEEKS)),
    ]) {
      await drop(client, partition, work);
    }
    await rollUp(client);
    await foldOldMinutes(client, await dayBefore(client, MINUTES_KEPT_DAYS));
    return "done";
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    return "busy";
  }
}

async function expire(client: PoolClient, partition: Partition, work: Work): Promise<void> {
  work.droppedUnread += await expireUnread(client, partition);
  await expireParked(client, partition);
}

async function drop(client: PoolClient, partition: Partition, work: Work): Promise<void> {
  await dropPartition(client, partition);
  work.dropped.push(partition.name);
}

/** The UTC day of the database's clock so many days ago, YYYY-MM-DD. */
async function dayBefore(client: PoolClient, days: number): Promise<string> {
  const { rows } = await client.query<{ readonly day: string }>(
    "SELECT to_char((now() AT TIME ZONE 'UTC')::date - $1::int, 'YYYY-MM-DD') AS day",
    [days],
  );
  const day = rows[0]?.day;
  if (day === undefined) throw new Error("The database does not say what day it is");
  return day;
}
