import type { Pool, PoolClient } from "pg";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { breather } from "@/lib/platform/breather";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { insertSearchValues } from "./search-book";
import { searchTexts } from "./search-text";
import { searchedValues } from "./searched-value";

// What people who were there before a property was searched have of it, and the removal of what is searched no longer,
// a batch at a time. It waits for no append and makes none wait: people are read as they are, and who is changed at the
// same moment may keep a value too many, which whoever looks people up notices.

/** People in one batch, and bytes of their properties: some 50 ms. */
const BATCH_PEOPLE = 500;
const BATCH_BYTES = 2 * 1_048_576;
const BATCH_ROWS_REMOVED = 5_000;

interface Unfilled {
  readonly id: number;
  readonly project_id: ProjectId;
  readonly name: string;
  readonly filled_to: number;
  readonly fill_until: number;
}

interface PersonRow {
  readonly id: PersonId;
  readonly project_id: ProjectId;
  readonly userId: string | null;
  readonly properties: string;
  readonly recent: string | null;
  readonly bytes_before: number;
}

/** One batch. Resolves with false when there is nothing to do, or another process is at it. */
export const fillSearch = (pool: Pool): Promise<boolean> =>
  inTransaction(pool, async (client) => (await fill(client)) || (await remove(client)));

async function fill(client: PoolClient): Promise<boolean> {
  const { rows: unfilled } = await client.query<Unfilled>(
    `SELECT id, project_id, name, filled_to, fill_until FROM search_properties
     WHERE wanted AND filled_to < fill_until FOR UPDATE SKIP LOCKED`,
  );
  if (unfilled.length === 0) return false;
  const from = Math.min(...unfilled.map(({ filled_to }) => filled_to));
  const until = Math.max(...unfilled.map(({ fill_until }) => fill_until));
  const projects = [...new Set(unfilled.map((row) => row.project_id))];
  const people = await readPeople(client, projects, from);
  const rows = [];
  for (const person of people) {
    const pause = breather.breathe();
    if (pause !== null) await pause;
    const valueUnder = searchedValues(person);
    for (const { id: property, project_id, name, filled_to } of unfilled) {
      if (project_id !== person.project_id || person.id <= filled_to) continue;
      for (const value of searchTexts(valueUnder(name)))
        rows.push({ property, value, personId: person.id });
    }
  }
  if (rows.length > 0) await insertSearchValues(client, rows);
  await client.query(
    "UPDATE search_properties SET filled_to = greatest(filled_to, $2::bigint) WHERE id = ANY($1)",
    [unfilled.map(({ id }) => id), people.at(-1)?.id ?? until],
  );
  return true;
}

/**
 * The next people after `from`, whatever their project, in the order of their ids: so that the plan is a walk along the
 * key, also without statistics. Those of other projects come without their properties. None: there are no more.
 */
async function readPeople(
  client: PoolClient,
  projects: readonly ProjectId[],
  from: number,
): Promise<readonly PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    `SELECT * FROM (
       SELECT p.*, coalesce(sum(octet_length(p.properties) + coalesce(octet_length(p.recent), 0))
         OVER (ORDER BY p.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS bytes_before
       FROM (
         SELECT id, project_id, user_id AS "userId",
           CASE WHEN project_id = ANY($1) THEN properties ELSE '{}' END AS properties,
           CASE WHEN project_id = ANY($1) THEN recent END AS recent
         FROM people WHERE id > $2 ORDER BY id LIMIT $3
       ) AS p
     ) AS sized WHERE bytes_before < $4 ORDER BY id`,
    [projects, from, BATCH_PEOPLE, BATCH_BYTES],
  );
  return rows;
}

async function remove(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ readonly id: number }>(
    "SELECT id FROM search_properties WHERE NOT wanted ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
  );
  const id = rows[0]?.id;
  if (id === undefined) return false;
  const { rowCount } = await client.query(
    `DELETE FROM search_values WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM search_values WHERE property_id = $1 LIMIT $2))`,
    [id, BATCH_ROWS_REMOVED],
  );
  if ((rowCount ?? 0) < BATCH_ROWS_REMOVED) {
    await client.query("DELETE FROM search_properties WHERE id = $1", [id]);
  }
  return true;
}
