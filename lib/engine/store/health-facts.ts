import type { Pool, PoolClient } from "pg";
import { accountOf } from "@/lib/engine/connectors/open-sync";
import type { SyncId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { sqlState } from "@/lib/platform/postgres/errors";
import { within } from "@/lib/platform/postgres/within";
import { type HousekeepingState, readHousekeeping } from "./housekeeping-state";
import { storedConfig } from "./stored-sync";
import {
  THROTTLED_SECONDS,
  type ThrottledRate,
  type TroubleSigns,
  throttledRates,
  troubleSigns,
} from "./trouble-signs";

// What the database knows of how the product does, for the health checks. Times are the database's.

/** A worker writes its row every 1.5 s; one that has not for so long is silent. */
export const SILENT_SECONDS = 15;

/** A turn hears out up to twenty requests of ten seconds one after the other; beyond that a sync stands still. */
const STANDING_SECONDS = 300;

/** An append is given up long before. */
const HUNG_SECONDS = 15;

/** A scheduler that comes less often is known by the distance of its last two turns. */
const SCHEDULER_GAP_SECONDS_MIN = 600;

const REFUSALS_MINUTES = 5;

interface OfSync {
  readonly projectId: number;
  readonly syncId: number;
  readonly sinceMs: number;
}

export interface EnabledSync {
  readonly id: SyncId;
  readonly projectId: number;
  readonly partner: string;
  readonly config: unknown;
  readonly settings: unknown;
  readonly updatedMs: number;
}

export interface HealthFacts {
  /** Enabled ones: somebody has to settle for them. */
  readonly enabled: readonly EnabledSync[];
  readonly liveWorkers: number;
  /** Null when there is no trace of any worker. */
  readonly workerSeenSecondsAgo: number | null;
  /** Workers that went without leaving, and none was started since. */
  readonly silentWorkers: readonly { readonly sinceMs: number }[];
  /** The last turn of a scheduler, and how long the next may take; null when there was none, or workers lived after it. */
  readonly scheduler: { readonly secondsAgo: number; readonly allowedSeconds: number } | null;
  /** Of the enabled ones. */
  readonly signs: readonly TroubleSigns[];
  /** Of accounts that throttle now. */
  readonly rates: readonly ThrottledRate[];
  /** Enabled, no breaker, something to read or due, and nothing settled. */
  readonly standing: readonly OfSync[];
  /** Transactions of ingestion that do not end, whatever process they belong to. */
  readonly hungAppends: readonly { readonly sinceMs: number }[];
  readonly housekeeping: HousekeepingState;
  /** Syncs whose books do not hold. */
  readonly wrongBooks: readonly OfSync[];
  /** Syncs whose destination said something back in the last day that was not let in, and nothing since that was. */
  readonly refusedReports: readonly (OfSync & { readonly reason: string })[];
  readonly refusals: readonly {
    readonly projectId: number;
    readonly refused: number;
    readonly requests: number;
    readonly reason: string;
    readonly sinceMs: number;
  }[];
}

const FACTS_MS_MAX = 3_000;
/** One of the last queries may meet a lock that somebody holds on the events: the append's own check tells of that. */
const STATEMENT_MS_MAX = 1_000;
const STATEMENT_TIMEOUT = "57014";

/** Rejects when the database does not answer within three seconds. */
export const readHealthFacts = (pool: Pool, clock: Clock): Promise<HealthFacts> =>
  within(pool, clock, FACTS_MS_MAX, async (client) => {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${STATEMENT_MS_MAX}`);
    const [workers] = await rowsOf<WorkerRow>(client, WORKERS);
    const scheduler = schedulerOf(workers);
    const standsAfter = Math.max(STANDING_SECONDS, scheduler?.allowedSeconds ?? 0);
    const enabled = await rowsOf<EnabledSync>(client, ENABLED);
    const signs = troubleSigns(enabled.map(({ id }) => id));
    const rates = throttledRates(THROTTLED_SECONDS);
    const facts = {
      enabled,
      signs: await rowsOf<TroubleSigns>(client, signs.text, signs.values),
      rates: await rowsOf<ThrottledRate>(client, rates.text, rates.values),
      liveWorkers: Number(workers?.live ?? 0),
      workerSeenSecondsAgo: workers?.seen_seconds_ago ?? null,
      silentWorkers: (workers?.silent ?? []).map((sinceMs) => ({ sinceMs })),
      scheduler,
      hungAppends: await rowsOf<HealthFacts["hungAppends"][number]>(client, HUNG),
      housekeeping: await readHousekeeping(client),
      wrongBooks: await rowsOf<OfSync>(client, WRONG_BOOKS),
      refusedReports: await rowsOf<HealthFacts["refusedReports"][number]>(client, REFUSED_REPORTS),
      refusals: await rowsOf<HealthFacts["refusals"][number]>(client, REFUSALS, [REFUSALS_MINUTES]),
      throttled: await rowsOf<{ workspace: string }>(client, THROTTLED, [standsAfter]),
      standing: await rowsOf<OfSync>(client, STANDING, [standsAfter]).catch(noneInTime),
    };
    await client.query("ROLLBACK");
    return { ...facts, standing: withoutThrottled(facts) };
  });

/** A destination that throttles is slow with a reason: its rate was halved lately. */
function withoutThrottled(
  facts: Pick<HealthFacts, "enabled" | "standing"> & {
    readonly throttled: readonly { readonly workspace: string }[];
  },
): readonly OfSync[] {
  const throttled = new Set(facts.throttled.map(({ workspace }) => workspace));
  const slow = facts.enabled
    .filter((sync) => throttled.has(workspaceOf(sync) ?? ""))
    .map(({ id }): number => id);
  return facts.standing.filter(({ syncId }) => !slow.includes(syncId));
}

/** Null when the sync cannot be read. */
function workspaceOf(sync: EnabledSync): string | null {
  try {
    return accountOf(sync.partner, storedConfig(sync)).workspace;
  } catch {
    return null;
  }
}

function schedulerOf(row: WorkerRow | undefined): HealthFacts["scheduler"] {
  if (row === undefined || row.turn_seconds_ago === null) return null;
  const allowedSeconds = Math.max(SCHEDULER_GAP_SECONDS_MIN, 2 * (row.turn_gap ?? 0));
  return { secondsAgo: row.turn_seconds_ago, allowedSeconds };
}

function noneInTime(error: unknown): readonly never[] {
  if (sqlState(error) === STATEMENT_TIMEOUT) return [];
  throw error;
}

async function rowsOf<Row extends object>(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await client.query<Row>(text, [...values])).rows;
}

interface WorkerRow {
  readonly live: number;
  readonly seen_seconds_ago: number | null;
  readonly silent: readonly number[] | null;
  readonly turn_seconds_ago: number | null;
  readonly turn_gap: number | null;
}

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** A turn counts as a scheduler's only while no worker was seen after it. */
const WORKERS = `
  SELECT (SELECT count(*) FROM workers WHERE seen_at > now() - interval '${SILENT_SECONDS} seconds') AS live,
    (SELECT extract(epoch FROM now() - max(seen_at))::float8 FROM workers) AS seen_seconds_ago,
    (SELECT array_agg(${MS("w.seen_at")} ORDER BY w.seen_at) FROM workers w
      WHERE w.seen_at <= now() - interval '${SILENT_SECONDS} seconds'
        AND NOT EXISTS (SELECT 1 FROM workers later WHERE later.started_at > w.seen_at)
        AND NOT EXISTS (SELECT 1 FROM scheduler_turns t WHERE t.ended_at > w.seen_at)) AS silent,
    (SELECT extract(epoch FROM now() - t.ended_at)::float8 FROM scheduler_turns t
      WHERE NOT EXISTS (SELECT 1 FROM workers w WHERE w.seen_at > t.ended_at)) AS turn_seconds_ago,
    (SELECT extract(epoch FROM t.ended_at - t.previous_ended_at)::float8 FROM scheduler_turns t) AS turn_gap`;

const ENABLED = `
  SELECT id, project_id AS "projectId", partner, config, settings, ${MS("updated_at")} AS "updatedMs"
  FROM syncs WHERE enabled ORDER BY id`;

const STANDING = `
  SELECT s.project_id AS "projectId", s.id AS "syncId", ${MS("waiting.since")} AS "sinceMs"
  FROM syncs s
  CROSS JOIN LATERAL (
    SELECT least(
      (SELECT min(first.received_at) FROM cursors c CROSS JOIN LATERAL (
        SELECT e.received_at FROM events e
        WHERE e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
        ORDER BY e."offset" LIMIT 1
      ) AS first WHERE c.sync_id = s.id AND NOT c.idle),
      (SELECT min(due.retry_at) FROM cursors c CROSS JOIN LATERAL (
        SELECT p.retry_at FROM parked p
        WHERE p.sync_id = s.id AND p.shard = c.shard AND p.retry_at IS NOT NULL ORDER BY p.retry_at LIMIT 1
      ) AS due WHERE c.sync_id = s.id)
    ) AS since
  ) AS waiting
  WHERE s.enabled AND waiting.since < now() - $1 * interval '1 second'
    AND s.updated_at < now() - $1 * interval '1 second'
    AND NOT EXISTS (SELECT 1 FROM breakers b WHERE b.sync_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM cursors c JOIN sync_minutes m ON m.sync_id = c.sync_id AND m.shard = c.shard
      WHERE c.sync_id = s.id AND m.minute >= date_trunc('minute', now() - $1 * interval '1 second'))
    AND NOT EXISTS (SELECT 1 FROM parked p
      WHERE p.sync_id = s.id AND p.parked_at > now() - $1 * interval '1 second')
  ORDER BY s.id`;

const WRONG_BOOKS = `
  SELECT s.project_id AS "projectId", s.id AS "syncId", ${MS("b.wrong_since")} AS "sinceMs"
  FROM sync_books b JOIN syncs s ON s.id = b.sync_id WHERE b.wrong_since IS NOT NULL ORDER BY s.id`;

const REFUSED_REPORTS = `
  SELECT s.project_id AS "projectId", s.id AS "syncId", r.reason, ${MS("r.at")} AS "sinceMs"
  FROM refused_reports r JOIN syncs s ON s.id = r.sync_id
  WHERE r.at > now() - interval '1 day' AND r.at > coalesce(
    (SELECT last.received_at FROM reports last WHERE last.sync_id = s.id ORDER BY last.id DESC LIMIT 1), 'epoch')
  ORDER BY s.id`;

const THROTTLED = `
  SELECT workspace FROM rate_budgets WHERE changed_at > now() - $1 * interval '1 second'`;

const HUNG = `
  SELECT ${MS("xact_start")} AS "sinceMs" FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'tributary-ingest'
    AND xact_start < now() - interval '${HUNG_SECONDS} seconds' ORDER BY xact_start`;

const REFUSALS = `
  SELECT p.id AS "projectId", lately.refused, lately.requests, lately.reason, ${MS("lately.since")} AS "sinceMs"
  FROM projects p CROSS JOIN LATERAL (
    SELECT sum(m.requests) FILTER (WHERE m.outcome = 'rejected')::float8 AS refused,
      sum(m.requests)::float8 AS requests, min(m.minute) FILTER (WHERE m.outcome = 'rejected') AS since,
      (SELECT top.reason FROM ingest_minutes top WHERE top.project_id = p.id AND top.outcome = 'rejected'
        AND top.minute > now() - $1 * interval '1 minute'
        GROUP BY top.reason ORDER BY sum(top.requests) DESC, top.reason LIMIT 1) AS reason
    FROM ingest_minutes m WHERE m.project_id = p.id AND m.minute > now() - $1 * interval '1 minute'
  ) AS lately
  WHERE lately.refused > 0 ORDER BY p.id`;
