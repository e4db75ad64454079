import type { Pool, PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { EMAIL_NAME, USER_ID_NAME } from "./searched-properties";

/** Properties by which the people of one project are found; each costs an append a row per changed value. */
export const SEARCHED_MAX = 200;
/** UTF-16 units of a name, so that an index can hold it. */
const NAME_CHARS_MAX = 400;

interface SyncRow {
  readonly project_id: ProjectId;
  readonly identifier: unknown;
  readonly fallbacks: unknown;
  readonly user_properties: unknown;
}

interface Named {
  readonly project_id: ProjectId;
  readonly name: string;
}

/**
 * Makes search_properties what the projects' syncs name now: the user id, email, what is mapped to an identifier, what
 * is sent of a user. What is new there is filled by fillSearch, what is no longer named is removed by it. Any process
 * may at any time. Resolves with the number of projects that changed.
 */
export async function nameSearched(pool: Pool): Promise<number> {
  const { rows: projects } = await pool.query<{ readonly id: ProjectId }>(
    "SELECT project_id AS id FROM log_heads",
  );
  const { rows: syncs } = await pool.query<SyncRow>(
    `SELECT project_id, settings->>'identifier' AS identifier,
       settings->'fallbackIdentifiers' AS fallbacks, settings->'userProperties' AS user_properties
     FROM syncs ORDER BY id`,
  );
  const { rows: named } = await pool.query<Named>(
    "SELECT project_id, name FROM search_properties WHERE wanted",
  );
  const namesOf = byProject(named);
  const syncsOf = byProject(syncs);
  let changed = 0;
  for (const { id } of projects) {
    const wanted = namesIn(syncsOf.get(id) ?? []);
    const now = new Set((namesOf.get(id) ?? []).map(({ name }) => name));
    const isSame = wanted.length === now.size && wanted.every((name) => now.has(name));
    if (isSame) continue;
    await inTransaction(pool, (client) => setSearched(client, id, wanted));
    changed += 1;
  }
  return changed;
}

function byProject<Row extends { readonly project_id: ProjectId }>(rows: readonly Row[]) {
  const groups = new Map<ProjectId, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.project_id);
    if (group === undefined) groups.set(row.project_id, [row]);
    else group.push(row);
  }
  return groups;
}

/** What people are found by when these are a project's syncs. Pure. */
export function namesIn(syncs: readonly Omit<SyncRow, "project_id">[]): readonly string[] {
  const mapped = syncs
    .flatMap(({ identifier, fallbacks }) => [
      identifier,
      ...(Array.isArray(fallbacks) ? fallbacks : []),
    ])
    .flatMap((ref) => (typeof ref === "string" && ref.startsWith("gp:") ? [ref.slice(3)] : []));
  const sent = syncs.flatMap(({ user_properties: names }) => (Array.isArray(names) ? names : []));
  const named = [...mapped, ...sent].filter(
    (name) => typeof name === "string" && name !== "" && name.length <= NAME_CHARS_MAX,
  );
  return [...new Set([USER_ID_NAME, EMAIL_NAME, ...named])].slice(0, SEARCHED_MAX);
}

/**
 * The head's lock lets all appends that did not know of a change commit first: what they stored is seen by whoever
 * fills, and all later ones keep what is named now.
 */
async function setSearched(
  client: PoolClient,
  project: ProjectId,
  names: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE log_heads SET search_version = search_version + 1, search_offset = last_offset WHERE project_id = $1`,
    [project],
  );
  await client.query(
    `INSERT INTO search_properties AS p (project_id, name, fill_until)
     SELECT $1, name, (SELECT last_value FROM people_id_seq) FROM unnest($2::text[]) AS name ORDER BY name
     ON CONFLICT (project_id, name) DO UPDATE SET wanted = true, filled_to = 0, fill_until = EXCLUDED.fill_until
     WHERE NOT p.wanted`,
    [project, names],
  );
  await client.query(
    "UPDATE search_properties SET wanted = false WHERE project_id = $1 AND wanted AND name <> ALL($2)",
    [project, names],
  );
}
