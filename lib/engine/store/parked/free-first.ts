import type { Statement } from "@/lib/engine/store/statement";
import type { SyncId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";

// The law of the parking lot: of each person only the first parked event has a time to be tried at; the others wait
// behind it. Whoever takes an event out, or puts one in without a time, MUST free the first of its person after that.

/** `people` is a relation with the columns sync_id and person_id. */
const freeFirst = (people: string, at: string): string =>
  `UPDATE parked p SET retry_at = ${at} FROM (${people}) AS x CROSS JOIN LATERAL (
     SELECT shard, "offset" FROM parked
     WHERE sync_id = x.sync_id AND person_id = x.person_id ORDER BY "offset" LIMIT 1
   ) AS first
   WHERE p.sync_id = x.sync_id AND p.shard = first.shard AND p."offset" = first."offset" AND p.retry_at IS NULL`;

/** Of these people of one sync, to be tried at `atMs`. */
export const freeFirstOf = (
  syncId: SyncId,
  people: readonly number[],
  atMs: number,
): Statement => ({
  name: "free-first",
  text: freeFirst(
    "SELECT $1::int AS sync_id, person_id FROM unnest($2::bigint[]) AS of(person_id)",
    "$3::timestamptz",
  ),
  values: [syncId, people, timestamp(atMs)],
});

/** Of everybody, to be tried at once by the database's clock. */
export const freeFirstOfAll = (): Statement => ({
  name: "free-first-of-all",
  text: freeFirst("SELECT DISTINCT sync_id, person_id FROM parked", "now()"),
  values: [],
});
