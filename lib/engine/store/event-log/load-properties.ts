import type { PoolClient } from "pg";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import type { PersonId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { Breathe } from "@/lib/platform/breather";
import { needsState } from "./keep-state";
import type { PeopleCache, PersonState } from "./people-cache";

// Properties are brought into memory for the events that need them only: those that change them, and the first of a
// person's day.

/** Properties that a part of a group may need, in characters: so much is asked for, and held, at once. */
const PART_CHARS_MAX = 2 * 1_048_576;
/** Events whose rows are held at once. */
const PART_EVENTS_MAX = 1_000;

/** Events of a group with their people, from index `start` to before `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** Who must be in memory for it. */
  readonly needed: ReadonlySet<PersonState>;
}

/** Cuts a group so that no part takes much memory. At least one event in each. Pure. */
export function partsOf(
  events: readonly Pick<IncomingEvent, "operations">[],
  people: readonly PersonState[],
  day: string,
): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  let chars = 0;
  let needed = new Set<PersonState>();
  people.forEach((person, index) => {
    const isNeeded = events[index]?.operations !== null || needsState(person, day);
    const more = isNeeded && !needed.has(person) ? person.chars : 0;
    const isFull = index - start >= PART_EVENTS_MAX || chars + more > PART_CHARS_MAX;
    if (isFull && index > start) {
      parts.push({ start, end: index, needed });
      start = index;
      chars = 0;
      needed = new Set();
    }
    if (!isNeeded || needed.has(person)) return;
    needed.add(person);
    chars += person.chars;
  });
  parts.push({ start, end: people.length, needed });
  return parts;
}

interface PropertiesRow {
  readonly id: PersonId;
  readonly properties: string;
  readonly recent: string | null;
}

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
