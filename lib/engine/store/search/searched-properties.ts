import type { PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";

/** The name in search_properties that stands for the user id itself. */
export const USER_ID_NAME = "";
/** People are found by it in every project. */
export const EMAIL_NAME = "email";

/** What people of one project are found by, as an append reads it under the head's lock. */
export interface SearchedProperties {
  /** log_heads.search_version; 0: nothing is searched yet. */
  readonly version: number;
  /** search_properties.id by name. */
  readonly ids: ReadonlyMap<string, number>;
}

export const NOTHING_SEARCHED: SearchedProperties = { version: 0, ids: new Map() };

/** `known` while it is of this version; else what is there now. */
export async function searchedProperties(
  client: PoolClient,
  project: ProjectId,
  version: number,
  known: SearchedProperties,
): Promise<SearchedProperties> {
  if (version === known.version) return known;
  const { rows } = await client.query<{ readonly id: number; readonly name: string }>({
    name: "searched-properties",
    text: "SELECT id, name FROM search_properties WHERE project_id = $1 AND wanted",
    values: [project],
  });
  return { version, ids: new Map(rows.map(({ id, name }) => [name, id])) };
}

/**
 * All people of the project are to be gone through anew: somebody has appended who keeps no search_values. Part of the
 * append that notices.
 */
export async function searchAnew(client: PoolClient, project: ProjectId): Promise<void> {
  await client.query({
    name: "search-anew",
    text: `UPDATE search_properties SET filled_to = 0, fill_until = (SELECT last_value FROM people_id_seq)
           WHERE project_id = $1 AND wanted
             AND (filled_to > 0 OR fill_until < (SELECT last_value FROM people_id_seq))`,
    values: [project],
  });
}
