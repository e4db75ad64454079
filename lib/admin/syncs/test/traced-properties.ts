import type { Json } from "@/lib/kernel/json";
import type { EventTrace } from "./trace-event";

/** A selected property of a traced event. */
export interface TracedProperty {
  readonly name: string;
  readonly value: Json | undefined;
  /** Why it is not sent, as in "left out: it is not a date"; null for what is. */
  readonly leftOut: string | null;
}

/** The selected properties of the user, or of the event; null when no such call is planned. Pure. */
export function tracedProperties(
  { evidence, leftOut }: Pick<EventTrace, "evidence" | "leftOut">,
  of: "user" | "event",
): readonly TracedProperty[] | null {
  const selected = of === "user" ? evidence.userProperties : evidence.eventProperties;
  return (
    selected?.map(({ name, value, reserved }) => {
      const problem = leftOut.find((each) => each.of === of && each.name === name)?.why ?? null;
      const why = reserved ? "it can never be sent under this name" : problem;
      return { name, value, leftOut: value === undefined ? "the event does not have it" : why };
    }) ?? null
  );
}
