import type { AttributeValue, Person } from "./person";

const PERSON_ATTRIBUTES_MAX = 300; // Customer.io: attributes per call and per person

type AttributeOutcome = "set" | "unchanged" | "removed" | "stale" | "too_many";

/**
 * Applies one attribute. `null` and `""` remove; an equal value keeps its time of change; an update older than the
 * last change is ignored.
 * @param at unix seconds of the update
 */
export function applyAttribute(
  person: Person,
  name: string,
  value: unknown,
  at: number,
): AttributeOutcome {
  const known = person.attributes.get(name);
  if (known !== undefined && at < known.changedAt) return "stale";
  if (value === null || value === "") {
    person.attributes.delete(name);
    return "removed";
  }
  const text = textOf(value);
  if (known?.text === text) return "unchanged";
  if (known === undefined && person.attributes.size >= PERSON_ATTRIBUTES_MAX) return "too_many";
  person.attributes.set(name, { value, text, changedAt: at } satisfies AttributeValue);
  return "set";
}

/** The string view of a value: 30 → "30", true → "true", an object → its JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Whether a value of `unsubscribed` unsubscribes: any-case "true", true, 1, "1". Anything else subscribes. */
export function meansUnsubscribed(value: unknown): boolean {
  const text = textOf(value).toLowerCase();
  return text === "true" || text === "1";
}
