import type { Sync } from "@/lib/admin/syncs/sync";
import type { SyncCondition } from "@/lib/admin/syncs/sync-condition";
import { syncConditions } from "@/lib/admin/syncs/sync-conditions";
import { toListedSync } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { connectorOf, isPartner } from "@/lib/engine/connectors/registry";
import { endedSince, type TroubleSigns } from "@/lib/engine/store/trouble-signs";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { AlertRules } from "./alert-rules";

/** What alerts are found from, of one project and one moment; times are the database's, in epoch ms. */
export interface AlertFacts {
  readonly nowMs: number;
  readonly destinations: readonly DestinationFacts[];
  readonly uploads: UploadFacts;
}

export interface DestinationFacts extends Ended {
  readonly sync: Pick<Sync, "id" | "name" | "enabled">;
  /** The name of its connector. */
  readonly destination: string;
  readonly condition: SyncCondition;
  /** When the oldest event arrived that waits for it; null when none does. */
  readonly oldestMs: number | null;
  readonly booksWrongMs: number | null;
}

/** Of the window of the rule, and since the sync was saved. */
type Ended = Pick<TroubleSigns, "delivered" | "lost" | "lost_reason" | "lost_most">;

export interface UploadFacts {
  /** Of the window of the rule. */
  readonly requests: number;
  readonly refused: number;
  readonly reason: string | null;
  readonly reasonMost: number;
  /** The minute in which the last event was accepted; null when none ever was. */
  readonly acceptedMs: number | null;
  /** Events at the same time of yesterday, and of a week ago; null when the project is younger. */
  readonly yesterday: number | null;
  readonly weekAgo: number | null;
}

/** The rules of the project, and of each of its syncs. */
export interface RulesOf {
  readonly project: AlertRules;
  of(syncId: SyncId): AlertRules;
}

/** In a number of queries that does not depend on how many syncs there are. */
export async function readAlertFacts(
  { db }: Pick<Context, "db">,
  projectId: ProjectId,
  rules: RulesOf,
): Promise<AlertFacts> {
  const rows = await db.sync.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  const syncs = rows.filter(({ partner }) => isPartner(partner)).map(toListedSync);
  const ids = syncs.map(({ id }) => id);
  const windows = ids.map((id) => rules.of(id).failing.window);
  const conditions = await syncConditions(db, syncs);
  const figures = await runStatement<Figures>(db, { text: FIGURES, values: [ids, windows] });
  const figuresOf = new Map(figures.map((row) => [row.id, row]));
  const { refused, silence } = rules.project;
  const silentMinutes = Math.min(silence.warning ?? Infinity, silence.critical ?? Infinity);
  const [uploads] = await runStatement<UploadFacts & { readonly nowMs: number }>(db, {
    text: UPLOADS,
    values: [projectId, refused.window, Number.isFinite(silentMinutes) ? silentMinutes : 1],
  });
  if (uploads === undefined) throw new Error(`Project ${projectId} has no row`);
  return {
    nowMs: uploads.nowMs,
    uploads,
    destinations: syncs.flatMap((sync): DestinationFacts[] => {
      const condition = conditions.get(sync.id);
      const own = figuresOf.get(sync.id);
      if (condition === undefined || own === undefined) return [];
      const destination = connectorOf(sync.partner).definition.displayName;
      return [{ ...own, sync, destination, condition }];
    }),
  };
}

interface Figures extends Ended {
  readonly id: SyncId;
  readonly oldestMs: number | null;
  readonly booksWrongMs: number | null;
}

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/**
 * Of what is parked the first of each shard is looked at: when that one was redelivered, it counts since it was parked.
 * One probe of an index for each shard, twice.
 */
const FIGURES = `
  SELECT s.id, ended.*, ${MS("b.wrong_since")} AS "booksWrongMs", ${MS("oldest.at")} AS "oldestMs"
  FROM unnest($1::int[], $2::int[]) AS asked(id, minutes) JOIN syncs s ON s.id = asked.id
  LEFT JOIN sync_books b ON b.sync_id = s.id
  CROSS JOIN LATERAL ${endedSince("greatest(s.updated_at, now() - asked.minutes * interval '1 minute')")} AS ended
  LEFT JOIN LATERAL (
    SELECT min(least(unread.at, parked.at)) AS at FROM cursors c
    LEFT JOIN LATERAL (
      SELECT e.received_at AS at FROM events e
      WHERE e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
      ORDER BY e."offset" LIMIT 1
    ) AS unread ON true
    LEFT JOIN LATERAL (
      SELECT CASE WHEN p.redelivery_of IS NULL THEN (
        SELECT e.received_at FROM events e WHERE e.project_id = s.project_id AND e."offset" = p."offset"
      ) ELSE p.parked_at END AS at
      FROM parked p WHERE p.sync_id = s.id AND p.shard = c.shard ORDER BY p."offset" LIMIT 1
    ) AS parked ON true
    WHERE c.sync_id = s.id
  ) AS oldest ON s.enabled`;

const ACCEPTED_BEFORE = (
  days: number,
) => `CASE WHEN p.created_at < now() - interval '${days} days 1 hour' THEN (
    SELECT coalesce(sum(m.events), 0)::float8 FROM ingest_minutes m
    WHERE m.project_id = p.id AND m.outcome = 'accepted'
      AND m.minute > now() - interval '${days} days' - $3::int * interval '1 minute'
      AND m.minute <= now() - interval '${days} days'
  ) END`;

const UPLOADS = `
  SELECT ${MS("now()")} AS "nowMs", coalesce(lately.requests, 0)::float8 AS requests,
    coalesce(lately.refused, 0)::float8 AS refused, top.reason, coalesce(top.n, 0)::float8 AS "reasonMost",
    ${MS("(SELECT max(m.minute) FROM ingest_minutes m WHERE m.project_id = p.id AND m.outcome = 'accepted' AND m.events > 0 AND m.minute > to_timestamp(0))")} AS "acceptedMs",
    ${ACCEPTED_BEFORE(1)} AS yesterday, ${ACCEPTED_BEFORE(7)} AS "weekAgo"
  FROM projects p
  LEFT JOIN LATERAL (
    SELECT sum(m.requests) AS requests, sum(m.requests) FILTER (WHERE m.outcome = 'rejected') AS refused
    FROM ingest_minutes m WHERE m.project_id = p.id AND m.minute > now() - $2::int * interval '1 minute'
  ) AS lately ON true
  LEFT JOIN LATERAL (
    SELECT m.reason, sum(m.requests) AS n FROM ingest_minutes m
    WHERE m.project_id = p.id AND m.outcome = 'rejected' AND m.minute > now() - $2::int * interval '1 minute'
    GROUP BY m.reason ORDER BY n DESC, m.reason LIMIT 1
  ) AS top ON true
  WHERE p.id = $1::int`;
