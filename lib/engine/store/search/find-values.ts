import type { Statement } from "@/lib/engine/store/statement";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";

/** People who MAY be found by a value: whoever asks compares with the person. */
export interface FoundRow {
  readonly person_id: PersonId | bigint;
}

/** Beyond every text that begins as another does, in the order of bytes. */
const LAST = "\u{10FFFF}";

/**
 * People of the project with a value that is `text` (as `searchText` makes it, not empty), or begins with it: at most
 * `limit`, one index probe per searched property, of those only that `name` says. Rows as FoundRow.
 */
export const findValues = (
  project: ProjectId,
  text: string,
  match: "whole" | "beginning",
  limit: number,
  name: string | null = null,
): Statement => ({
  text: `SELECT DISTINCT person_id FROM (
           SELECT v.person_id FROM search_properties p CROSS JOIN LATERAL (
             SELECT person_id FROM search_values
             WHERE property_id = p.id AND value >= $2 AND value ${match === "whole" ? "<=" : "<"} $3
             ORDER BY value, person_id LIMIT $4
           ) AS v WHERE p.project_id = $1 AND p.wanted AND ($5::text IS NULL OR p.name = $5) LIMIT $4
         ) AS found`,
  values: [project, text, match === "whole" ? text : `${text}${LAST}`, limit, name],
});

/** One row while people who were there before are still being filled in. */
export const unfilledSearch = (project: ProjectId): Statement => ({
  text: `SELECT 1 FROM search_properties WHERE project_id = $1 AND wanted AND filled_to < fill_until LIMIT 1`,
  values: [project],
});
