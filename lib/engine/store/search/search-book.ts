import type { PoolClient } from "pg";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";
import { searchTexts } from "./search-text";
import { type SearchedProperties, USER_ID_NAME } from "./searched-properties";

/**
 * Rows that one append changes in search_values: some 10 µs each. What people have beyond that is filled in by
 * fillSearch: the ingestion key is public, so a stranger chooses how many values change.
 */
export const BOOK_ROWS_MAX = 5_000;

interface Row {
  readonly property: number;
  readonly value: string;
  readonly personId: PersonId;
  /** False: the person has the value no longer. */
  isThere: boolean;
}

/** What the events of one append change of what people are found by. */
export class SearchBook {
  readonly #ids: SearchedProperties["ids"];
  readonly #rows = new Map<string, Row>();
  readonly #rowsMax: number;
  /** The people of whom not all is in the book. */
  #left: { from: PersonId; to: PersonId } | null = null;

  constructor({ ids }: SearchedProperties, rowsMax = BOOK_ROWS_MAX) {
    this.#ids = ids;
    this.#rowsMax = rowsMax;
  }

  sawUserId(personId: PersonId, userId: string): void {
    this.sawChange(personId, USER_ID_NAME, undefined, userId);
  }

  /** `next` null: the property was removed. */
  sawChange(personId: PersonId, name: string, before: Json | undefined, next: Json): void {
    const property = this.#ids.get(name);
    if (property === undefined || before === next) return;
    const old = searchTexts(before);
    const now = searchTexts(next);
    for (const value of old) if (!now.has(value)) this.#put(property, value, personId, false);
    for (const value of now) if (!old.has(value)) this.#put(property, value, personId, true);
  }

  #put(property: number, value: string, personId: PersonId, isThere: boolean): void {
    const key = `${property} ${personId} ${value}`;
    const known = this.#rows.get(key);
    if (known !== undefined) known.isThere = isThere;
    else if (this.#rows.size < this.#rowsMax)
      this.#rows.set(key, { property, value, personId, isThere });
    else this.#leave(personId);
  }

  #leave(personId: PersonId): void {
    const { from, to } = this.#left ?? { from: personId, to: personId };
    this.#left = {
      from: Math.min(from, personId) as PersonId,
      to: Math.max(to, personId) as PersonId,
    };
  }

  /** Part of the append's transaction. Takes the locks in the order of fillSearch: properties, then values. */
  async write(client: PoolClient, project: ProjectId): Promise<void> {
    if (this.#left !== null) {
      await client.query({
        name: "leave-to-fill",
        text: `UPDATE search_properties SET filled_to = least(filled_to, $2::bigint - 1),
                 fill_until = greatest(fill_until, $3::bigint)
               WHERE project_id = $1 AND wanted`,
        values: [project, this.#left.from, this.#left.to],
      });
    }
    const rows = [...this.#rows.values()];
    const gone = rows.filter(({ isThere }) => !isThere);
    const come = rows.filter(({ isThere }) => isThere);
    // By the rows' places: however many there are, and whatever the statistics say, the index is asked for each.
    if (gone.length > 0) {
      await client.query({
        name: "forget-search-values",
        text: `DELETE FROM search_values WHERE ctid = ANY (ARRAY(
                 SELECT v.ctid FROM unnest($1::int[], $2::text[], $3::bigint[]) AS s(property_id, value, person_id)
                 CROSS JOIN LATERAL (
                   SELECT ctid FROM search_values
                   WHERE property_id = s.property_id AND value = s.value AND person_id = s.person_id LIMIT 1
                 ) AS v))`,
        values: columnsOf(gone),
      });
    }
    if (come.length > 0) await insertSearchValues(client, come);
  }
}

/** Writes what is not there yet, in the order in which everybody does, so that nobody waits crosswise. */
export async function insertSearchValues(
  client: PoolClient,
  rows: readonly Omit<Row, "isThere">[],
): Promise<void> {
  await client.query({
    name: "insert-search-values",
    text: `INSERT INTO search_values (property_id, value, person_id)
           SELECT property_id, value, person_id
           FROM unnest($1::int[], $2::text[], $3::bigint[]) AS s(property_id, value, person_id)
           ORDER BY property_id, value COLLATE "C", person_id
           ON CONFLICT DO NOTHING`,
    values: columnsOf(rows),
  });
}

const columnsOf = (rows: readonly Omit<Row, "isThere">[]) => [
  rows.map(({ property }) => property),
  rows.map(({ value }) => value),
  rows.map(({ personId }) => personId),
];
