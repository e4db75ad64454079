import type { PoolClient } from "pg";
import {
  LeaseLost,
  type Parked,
  type Settlement,
  stillParked,
} from "@/lib/engine/pipeline/record/settlement";
import { timestamp } from "@/lib/platform/postgres/copy";
import { freeFirstOf } from "./free-first";
import { moreThanOne } from "./more-than-one";

/**
 * Of one turn: takes out what was settled, puts in what waits, and frees the first of each person.
 * Rejects with LeaseLost when retention took an event out first: it has ended, and MUST NOT end twice.
 */
export async function writeParked(client: PoolClient, settlement: Settlement): Promise<void> {
  const gone = settlement.settled.filter(({ wasParked }) => wasParked !== null);
  const { parked } = settlement;
  if (gone.length === 0 && parked.length === 0) return;
  if (gone.length > 0) await unpark(client, settlement, gone);
  const still = stillParked(settlement);
  if (still.length > 0) await hold(client, settlement, still);
  if (parked.length > 0) await park(client, settlement);
  const people = new Set([...gone, ...parked].map(({ event }) => event.personId));
  await client.query(freeFirstOf(settlement.syncId, [...people], settlement.settledMs));
}

async function unpark(
  client: PoolClient,
  { syncId }: Settlement,
  gone: Settlement["settled"],
): Promise<void> {
  const { rowCount } = await client.query({
    name: "unpark",
    text: `DELETE FROM parked p USING unnest($2::smallint[], $3::bigint[]) AS g(shard, "offset")
           WHERE p.sync_id = $1 AND p.shard = g.shard AND p."offset" = g."offset"`,
    values: [syncId, gone.map(({ event }) => event.shard), gone.map(({ event }) => event.offset)],
  });
  if (rowCount !== gone.length) throw new LeaseLost(`sync ${syncId}: a parked event has ended`);
}

async function hold(
  client: PoolClient,
  { syncId }: Settlement,
  still: readonly Parked[],
): Promise<void> {
  const { rowCount } = await client.query({
    name: "hold-parked",
    text: `SELECT 1 FROM unnest($2::smallint[], $3::bigint[]) AS s(shard, "offset") JOIN parked p
             ON p.sync_id = $1 AND p.shard = s.shard AND p."offset" = s."offset" FOR UPDATE OF p`,
    values: [syncId, still.map(({ event }) => event.shard), still.map(({ event }) => event.offset)],
  });
  if (rowCount !== still.length) throw new LeaseLost(`sync ${syncId}: a parked event has ended`);
}

async function park(client: PoolClient, settlement: Settlement): Promise<void> {
  const { parked, syncId, settledMs } = settlement;
  await client.query({
    name: "park",
    text: `INSERT INTO parked (sync_id, parked_at, shard, "offset", person_id, tries, requests, retry_at, reason,
             message, request_id, request_ids)
           SELECT $1, $2::timestamptz, p.shard, p."offset", p.person_id, p.tries, p.requests, p.retry_at, p.reason,
             p.message, p.request_id, p.request_ids::uuid[]
           FROM unnest($3::smallint[], $4::bigint[], $5::bigint[], $6::smallint[], $7::smallint[],
             $8::timestamptz[], $9::text[], $10::text[], $11::uuid[], $12::text[]) AS p(shard, "offset", person_id,
             tries, requests, retry_at, reason, message, request_id, request_ids)
           ON CONFLICT (sync_id, shard, "offset") DO UPDATE SET tries = EXCLUDED.tries, requests = EXCLUDED.requests,
             retry_at = EXCLUDED.retry_at, reason = EXCLUDED.reason, message = EXCLUDED.message,
             request_id = coalesce(EXCLUDED.request_id, parked.request_id), request_ids = EXCLUDED.request_ids`,
    values: [
      syncId,
      timestamp(settledMs),
      parked.map(({ event }) => event.shard),
      parked.map(({ event }) => event.offset),
      parked.map(({ event }) => event.personId),
      parked.map(({ parking }) => parking.tries),
      parked.map(({ parking }) => parking.attempts),
      parked.map(({ parking }) =>
        parking.retryAtMs === null ? null : timestamp(parking.retryAtMs),
      ),
      parked.map(({ parking }) => parking.reason),
      parked.map(({ parking }) => storable(parking.message)),
      parked.map(({ parking }) => parking.requestId),
      parked.map(({ parking, requestIds }) =>
        arrayText(moreThanOne(requestIds, parking.requestId)),
      ),
    ],
  });
}

const storable = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();

/** As PostgreSQL reads an array within an array. */
const arrayText = (uuids: readonly string[] | null): string | null =>
  uuids === null ? null : `{${uuids.join(",")}}`;
