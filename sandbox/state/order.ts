import type { Person } from "./person";

/** Whether this timestamp is lower than one of the same person and kind that was received before. */
export function isOutOfOrder(person: Person, kind: "event" | "identify", at: number): boolean {
  const field = kind === "event" ? "newestEventAt" : "newestIdentifyAt";
  if (at < person[field]) return true;
  person[field] = at;
  return false;
}

/** Whether the order attribute of this event is lower than that of an event of this person received before. */
export function breaksOrder(person: Person, value: unknown): boolean {
  if (typeof value !== "number") return false;
  if (value < person.highestOrderValue) {
    person.orderViolations++;
    return true;
  }
  person.highestOrderValue = value;
  return false;
}
