import {
  RESOLVED_CHARS_MAX,
  resolvesLists,
} from "@/lib/engine/pipeline/source/property-operations";
import { needsState } from "./keep-state";
import type { PeopleCache, PersonState } from "./people-cache";
import type { PreparedEvent } from "./prepare-events";

/** Events whose people and rows are held at once; and characters of their payloads and people, about. */
const PART_EVENTS_MAX = 1_000;
const PART_CHARS_MAX = 512 * 1_024;

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
    const { event, payload } = events[end] as PreparedEvent;
    const { operations } = event;
    chars += payload.length;
    if (operations !== null && resolvesLists(operations)) chars += RESOLVED_CHARS_MAX;
    const person = people.knownAs(event);
    if (person !== undefined && (operations !== null || needsState(person, day))) {
      if (!counted.has(person)) chars += person.chars;
      counted.add(person);
    }
    if (chars > PART_CHARS_MAX && end > start) return end;
  }
  return last;
}
