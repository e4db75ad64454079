import type { ClientBase, Pool } from "pg";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";

// Who reads which shard of which sync. The database's clock decides, so a worker whose clock jumps cannot steal.
// Each claim raises the token; every later write names it, so a worker that was thought dead cannot write.
// Whoever waits for several cursors MUST lock them in the order of (sync_id, shard): else writers wait for each other.

/** A lease lasts this long unless renewed; a dead worker's shards are free after it. */
const LEASE_MS = 6_000;

/** A worker not seen for this long no longer counts when shards are shared out. */
const WORKER_SEEN_MS = 6_000;

/** Seen just now; nobody was seen in the future, unless the clock went back since. */
const isLive = (ms: string): string =>
  `seen_at BETWEEN now() - ${ms} * interval '1 millisecond' AND now() + ${ms} * interval '1 millisecond'`;

/** One shard of one sync, as it was when claimed. */
export interface Lease {
  readonly syncId: SyncId;
  readonly shard: Shard;
  readonly token: number;
  readonly position: Offset;
  /** Nothing is to be read of it: a lane of history without a backfill. */
  readonly idle: boolean;
}

interface Heartbeat {
  /** Workers that live, this one included. */
  readonly live: number;
  /** The database's clock, epoch ms. */
  readonly nowMs: number;
}

/** Notes that this worker lives, and renews all its leases. */
export async function heartbeat(pool: Pool | ClientBase, workerId: string): Promise<Heartbeat> {
  const { rows } = await pool.query<{ readonly live: string; readonly now_ms: string }>({
    name: "heartbeat",
    text: `WITH alive AS (
             INSERT INTO workers (id, started_at, seen_at) VALUES ($1, now(), now())
             ON CONFLICT (id) DO UPDATE SET seen_at = now()
           ), mine AS (
             SELECT sync_id, shard FROM cursors WHERE lease_owner = $1 ORDER BY sync_id, shard FOR UPDATE
           ), renewed AS (
             UPDATE cursors c SET lease_until = now() + $2 * interval '1 millisecond'
             FROM mine WHERE c.sync_id = mine.sync_id AND c.shard = mine.shard AND c.lease_owner = $1
           ), gone AS (
             DELETE FROM workers WHERE seen_at < now() - interval '1 hour'
           )
           SELECT count(*) FILTER (WHERE id <> $1 AND ${isLive("$3")}) + 1 AS live,
             (extract(epoch FROM now()) * 1000)::bigint AS now_ms
           FROM workers`,
    values: [workerId, LEASE_MS, WORKER_SEEN_MS],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("The heartbeat was not answered");
  return { live: Number(row.live), nowMs: Number(row.now_ms) };
}

/** The leases that this worker holds by the database's word. */
export async function heldLeases(pool: Pool, workerId: string): Promise<readonly Lease[]> {
  const { rows } = await pool.query<LeaseRow>({
    name: "held-leases",
    text: `SELECT c.sync_id, c.shard, c.lease_token, c.position, c.idle FROM cursors c JOIN syncs s ON s.id = c.sync_id
           WHERE c.lease_owner = $1 AND c.lease_until > now() AND s.enabled`,
    values: [workerId],
  });
  return rows.map(toLease);
}

/**
 * Claims free shards of enabled syncs until this worker holds its fair share: all shards divided by the live
 * workers, rounded up. It takes none of the syncs of `except`, which it cannot run: another worker may.
 */
export async function claimLeases(
  pool: Pool,
  workerId: string,
  liveWorkers: number,
  except: readonly SyncId[] = [],
): Promise<readonly Lease[]> {
  const { rows } = await pool.query<LeaseRow>({
    name: "claim-leases",
    text: `WITH wanted AS (
             SELECT greatest(0, ceil(count(*) / $3::numeric) - count(*) FILTER (WHERE c.lease_owner = $1))::int AS n
             FROM cursors c JOIN syncs s ON s.id = c.sync_id WHERE s.enabled
           ), free AS (
             SELECT c.sync_id, c.shard FROM cursors c JOIN syncs s ON s.id = c.sync_id
             WHERE s.enabled AND s.id <> ALL ($4::int[]) AND (c.lease_until IS NULL OR c.lease_until < now()
               -- Longer than any lease lasts: the clock went back since.
               OR c.lease_until > now() + 2 * $2 * interval '1 millisecond')
             ORDER BY random() LIMIT (SELECT n FROM wanted)
             FOR UPDATE OF c SKIP LOCKED
           )
           UPDATE cursors c SET lease_owner = $1, lease_token = c.lease_token + 1,
             lease_until = now() + $2 * interval '1 millisecond'
           FROM free WHERE c.sync_id = free.sync_id AND c.shard = free.shard
           RETURNING c.sync_id, c.shard, c.lease_token, c.position, c.idle`,
    values: [workerId, LEASE_MS, liveWorkers, except],
  });
  return rows.map(toLease);
}

/**
 * The shards that this worker holds beyond its fair share, of the oldest syncs first: whoever comes may be of an older
 * version, which cannot read the newest. Empty while it is alone.
 */
export async function surplusOf(
  pool: Pool,
  workerId: string,
  liveWorkers: number,
): Promise<readonly Pick<Lease, "syncId" | "shard">[]> {
  if (liveWorkers < 2) return [];
  const { rows } = await pool.query<Pick<LeaseRow, "sync_id" | "shard">>({
    name: "surplus-leases",
    text: `WITH share AS (
             SELECT ceil(count(*) / $2::numeric) AS n FROM cursors c JOIN syncs s ON s.id = c.sync_id WHERE s.enabled
           )
           SELECT sync_id, shard FROM cursors WHERE lease_owner = $1
           ORDER BY sync_id DESC, shard OFFSET (SELECT n FROM share)::bigint`,
    values: [workerId, liveWorkers],
  });
  return rows.map((row) => ({ syncId: row.sync_id, shard: row.shard }));
}

/** True when a shard of an enabled sync is nobody's, those of `except` aside. */
export async function isAnyFree(pool: Pool, except: readonly SyncId[]): Promise<boolean> {
  const { rows } = await pool.query<{ readonly free: boolean }>({
    name: "any-free-lease",
    text: `SELECT EXISTS (
             SELECT 1 FROM cursors c JOIN syncs s ON s.id = c.sync_id
             WHERE s.enabled AND s.id <> ALL ($1::int[]) AND (c.lease_until IS NULL OR c.lease_until < now())
           ) AS free`,
    values: [except],
  });
  return rows[0]?.free === true;
}

/** Gives shards back, so that another worker can take them at once. */
export async function releaseLeases(
  pool: Pool,
  workerId: string,
  leases: readonly Pick<Lease, "syncId" | "shard">[],
): Promise<void> {
  if (leases.length === 0) return;
  await pool.query({
    name: "release-leases",
    text: `WITH mine AS (
             SELECT c.sync_id, c.shard FROM cursors c JOIN unnest($2::int[], $3::smallint[]) AS r(sync_id, shard)
               ON c.sync_id = r.sync_id AND c.shard = r.shard
             WHERE c.lease_owner = $1 ORDER BY c.sync_id, c.shard FOR UPDATE OF c
           )
           UPDATE cursors c SET lease_owner = NULL, lease_until = NULL
           FROM mine WHERE c.sync_id = mine.sync_id AND c.shard = mine.shard AND c.lease_owner = $1`,
    values: [workerId, leases.map(({ syncId }) => syncId), leases.map(({ shard }) => shard)],
  });
}

/** Takes this worker off the list; its leases MUST have been released. */
export async function leave(pool: Pool, workerId: string): Promise<void> {
  await pool.query("DELETE FROM workers WHERE id = $1", [workerId]);
}

interface LeaseRow {
  readonly sync_id: SyncId;
  readonly shard: Shard;
  readonly lease_token: number;
  readonly position: Offset;
  readonly idle: boolean;
}

const toLease = (row: LeaseRow): Lease => ({
  syncId: row.sync_id,
  shard: row.shard,
  token: row.lease_token,
  position: row.position,
  idle: row.idle,
});
