import type { Pool } from "pg";
import type { LinePlace } from "@/lib/engine/backfill/read-lines";
import { timestamp } from "@/lib/platform/postgres/copy";
import { inTransaction } from "@/lib/platform/postgres/pool";
import type { ClaimedBackfill } from "./backfill-row";
import { checkpoint } from "./checkpoint";

/** Whom lines name, with their properties at the newest of their events that has any. */
export interface SeenPerson {
  readonly person: string;
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly timeMs: number;
  /** JSON; null: none. */
  readonly properties: string | null;
}

export interface LineFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What some lines came to. */
export interface LineCounts {
  readonly place: LinePlace;
  readonly lines: number;
  readonly events: number;
  /** Of those, younger than 72 hours. */
  readonly young: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly people: readonly SeenPerson[];
  readonly faults: readonly LineFault[];
}

/** Faults that are kept with their words; all are counted. */
const FAULTS_KEPT_MAX = 1_000;

/** Adds what some lines came to, with the place after them. */
export const writeCounts = (
  pool: Pool,
  claim: ClaimedBackfill,
  { place, people, faults, ...counts }: LineCounts,
): Promise<void> =>
  inTransaction(pool, async (client) => {
    await checkpoint(
      client,
      claim,
      `at_file = $3, at_entry = $4, at_line = $5, lines = lines + $6, events = events + $7, young = young + $8,
       faults = faults + $9, first_event_at = least(first_event_at, $10::timestamptz),
       last_event_at = greatest(last_event_at, $11::timestamptz)`,
      [
        place.file,
        place.entry,
        place.line,
        counts.lines,
        counts.events,
        counts.young,
        faults.length,
        counts.firstMs === null ? null : timestamp(counts.firstMs),
        counts.lastMs === null ? null : timestamp(counts.lastMs),
      ],
    );
    if (people.length > 0) {
      await client.query({
        name: "see-backfill-people",
        text: `INSERT INTO backfill_people AS p (backfill_id, person, user_id, device_id, event_time, properties)
               SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
               ON CONFLICT (backfill_id, person) DO UPDATE SET event_time = EXCLUDED.event_time,
                 device_id = coalesce(EXCLUDED.device_id, p.device_id), properties = EXCLUDED.properties
               WHERE EXCLUDED.properties IS NOT NULL
                 AND (p.properties IS NULL OR EXCLUDED.event_time >= p.event_time)`,
        values: [
          claim.id,
          people.map(({ person }) => person),
          people.map(({ userId }) => userId),
          people.map(({ deviceId }) => deviceId),
          people.map(({ timeMs }) => timestamp(timeMs)),
          people.map(({ properties }) => properties),
        ],
      });
    }
    if (faults.length > 0) {
      await client.query(
        `INSERT INTO backfill_faults (backfill_id, file, line, message)
         SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[])
         WHERE (SELECT count(*) FROM backfill_faults WHERE backfill_id = $1) < ${FAULTS_KEPT_MAX}
         ON CONFLICT DO NOTHING`,
        [
          claim.id,
          faults.map(({ file }) => storable(file)),
          faults.map(({ line }) => line),
          faults.map(({ message }) => storable(message)),
        ],
      );
    }
  });

const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed().slice(0, 500);

const PEOPLE_AT_ONCE = 5_000;

/** Counts some of the people that the lines named, and who of them is new to the project; null when all are counted. */
export async function countPeople(
  pool: Pool,
  claim: ClaimedBackfill,
  after: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ n: number; unknown: number; last: string | null }>({
    name: "count-backfill-people",
    text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE NOT known)::int AS unknown, max(person) AS last FROM (
             SELECT b.person, CASE
               WHEN b.user_id IS NOT NULL
                 THEN EXISTS (SELECT 1 FROM people p WHERE p.project_id = $2 AND p.user_id = b.user_id)
               ELSE EXISTS (SELECT 1 FROM devices d WHERE d.project_id = $2 AND d.device_id = b.device_id) END AS known
             FROM backfill_people b WHERE b.backfill_id = $1 AND b.person > $3 ORDER BY b.person LIMIT ${PEOPLE_AT_ONCE}
           ) AS page`,
    values: [claim.id, claim.projectId, after],
  });
  const { n = 0, unknown = 0, last = null } = rows[0] ?? {};
  if (last === null) return null;
  await checkpoint(
    pool,
    claim,
    "people = people + $3, new_people = new_people + $4, at_person = $5",
    [n, unknown, last],
  );
  return last;
}

/** A page of the people that have properties, in the order in which `after` goes on. */
export async function peopleAfter(
  pool: Pool,
  claim: ClaimedBackfill,
  after: string,
  limit: number,
): Promise<readonly (SeenPerson & { readonly properties: string })[]> {
  const { rows } = await pool.query<SeenPerson & { readonly properties: string }>({
    name: "backfill-people-after",
    text: `SELECT person, user_id AS "userId", device_id AS "deviceId", properties,
             (extract(epoch FROM event_time) * 1000)::float8 AS "timeMs" FROM backfill_people
           WHERE backfill_id = $1 AND person > $2 AND properties IS NOT NULL ORDER BY person LIMIT $3`,
    values: [claim.id, after, limit],
  });
  return rows;
}
