import {
  RESOLVED_CHARS_MAX,
  resolvesLists,
} from "@/lib/engine/pipeline/source/property-operations";
import { needsState } from "./keep-state";
import type { PeopleCache, PersonState } from "./people-cache";
import type { PreparedEvent } from "./prepare-events";

/** Events whose people and rows are held at once; and characters of those, about: some 10 ms of PostgreSQL. */
const PART_EVENTS_MAX = 1_000;
const PART_CHARS_MAX = 512 * 1_024;
/** What an event says of its person is written with it, as what it changed, in a whole state and in the person. */
const COPIES_OF_A_CHANGE = 4;

/**
 * The end of the part of `events` that begins at `start`: at least one event, and no more than take little memory. The
 * people are those of now: who they are after the events before is not known yet. Pure.
 */
export function partEnd(
  events: readonly PreparedEvent[],
  start: number,
  people: PeopleCache,
  day: string,
): number {
  const counted = new Set<PersonState>();
  const last = Math.min(events.length, start + PART_EVENTS_MAX);
  let chars = 0;
  for (let end = start; end < last; end++) {
    const prepared = events[end] as PreparedEvent;
    chars += charsOf(prepared);
    const person = people.knownAs(prepared.event);
    if (person !== undefined && isNeededBy(prepared, person, day) && !counted.has(person)) {
      counted.add(person);
      chars += person.chars;
    }
    if (chars > PART_CHARS_MAX && end > start) return end;
  }
  return last;
}

const isNeededBy = ({ event }: PreparedEvent, person: PersonState, day: string): boolean =>
  event.operations !== null || needsState(person, day);

function charsOf({ event, payload }: PreparedEvent): number {
  if (event.operations === null) return payload.length;
  const resolved = resolvesLists(event.operations) ? RESOLVED_CHARS_MAX : 0;
  return payload.length * COPIES_OF_A_CHANGE + resolved;
}
