import type { PoolClient } from "pg";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import type { PersonId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { Breathe } from "@/lib/platform/breather";
import type { PeopleCache, PersonState } from "./people-cache";

// Properties are brought into memory for the events that need them only: those that change them, and the first of a
// person's day.

interface PropertiesRow {
  readonly id: PersonId;
  readonly properties: string;
  readonly recent: string | null;
}

/** Brings the properties of `people` into memory, where they are not. */
export async function loadProperties(
  client: PoolClient,
  people: Iterable<PersonState>,
  cache: PeopleCache,
  breathe: Breathe,
): Promise<void> {
  const missing = new Map([...people].filter((p) => p.loaded === null).map((p) => [p.id, p]));
  if (missing.size === 0) return;
  const { rows } = await client.query<PropertiesRow>({
    name: "people-properties",
    text: "SELECT id, properties, recent FROM people WHERE id = ANY($1)",
    values: [[...missing.keys()]],
  });
  for (const row of rows) {
    const person = missing.get(row.id);
    if (person === undefined) continue;
    const pause = breathe();
    if (pause !== null) await pause;
    const all = new PersonProperties(parseJson(row.properties) as JsonObject);
    const recent = parseJson(row.recent ?? "{}") as JsonObject;
    all.apply(recent);
    person.loaded = { all, recent: new Map(Object.entries(recent)) };
    person.chars = all.chars;
    cache.touch(person);
  }
}
