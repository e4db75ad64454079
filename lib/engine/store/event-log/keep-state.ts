import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { CopyRows, CopyTarget } from "@/lib/platform/postgres/copy-rows";
import type { PersonState } from "./people-cache";

// What an event's person was like then: whole states, now and then, and the changes of the events in between. A whole
// state is written at the first event of a person's day, and when the changes since have grown as large as the person:
// so that all states together are at most twice as large as the changes, and reading one costs at most twice its size.

export const STATE_ROWS = {
  table: "person_states",
  columns: {
    project_id: "int4",
    day: "date",
    person_id: "int8",
    offset: "int8",
    properties: "text",
  },
} as const satisfies CopyTarget;

/** Below, following the changes costs less than another row. */
const STATE_CHARS_MIN = 1_024;
/** What following a change costs beside its characters. */
const CHANGE_CHARS = 64;

interface Place {
  readonly project: ProjectId;
  readonly offset: Offset;
  readonly day: string;
}

/**
 * True when the next event of the day needs the person's whole state. Somebody who had properties once has one in each
 * day, also without any now: clocks go back, and the day may have seen them otherwise. Pure.
 */
export const needsState = ({ stateDay, chars }: PersonState, day: string): boolean =>
  stateDay !== day && (stateDay !== null || chars > 0);

/** What an event did to its person's properties. */
export interface Change {
  /** What `needsState` said before it. */
  readonly needed: boolean;
  /** Characters of the event's `user_changes`; null when it has none. */
  readonly chars: number | null;
}

/** Where it is written that people have changed. */
interface StateBooks {
  /** People to be written. */
  readonly people: Set<PersonState>;
  /** Of STATE_ROWS. */
  readonly states: CopyRows;
}

/** Called after each event: adds a row when the person's state is to be written whole, and keeps the books of the person. */
export function keepState(
  { project, day, offset }: Place,
  person: PersonState,
  { needed, chars }: Change,
  { people, states }: StateBooks,
): void {
  if (chars === null && !needed) return;
  people.add(person);
  person.stateChars += (chars ?? 0) + CHANGE_CHARS;
  person.stateDay = day;
  if (!needed && person.stateChars < Math.max(person.chars, STATE_CHARS_MIN)) return;
  person.stateChars = 0;
  if (person.loaded === null) throw new Error("a person's state is written that was not loaded");
  states.add([project, day, person.id, offset, stringifyJson(person.loaded.all.toJson())]);
}
