import { z } from "zod";
import {
  type Clause,
  type EventRow,
  FILTER_OPERATORS,
} from "@/lib/engine/pipeline/transform/settings";
import { isJsonNumber, type JsonNumber } from "@/lib/kernel/exact-number";
import { isJsonObject } from "@/lib/kernel/json";
import { issueWords, toFieldErrors } from "@/lib/platform/issue-words";

// The rows of "Select and filter events" as the management API writes them: names, and filters by name. The filters of
// one row are a list of clauses; of several rows of one event a list of such lists.

/** With all its digits; NaN is what `parseJson` gives for a number too large to be kept. */
const keptNumber = z.custom<JsonNumber>((value) => isJsonNumber(value) && !Number.isNaN(value));

const clauseSchema = z.strictObject({
  property: z.string().min(1, "Name a property").max(1024),
  op: z.enum(FILTER_OPERATORS, `Use one of: ${FILTER_OPERATORS.join(", ")}`),
  values: z
    .array(
      z
        .union([z.string(), keptNumber, z.boolean()], "must be text, a number, true or false")
        .transform(String),
    )
    .min(1, "Give at least one value")
    .max(1000),
});
const clausesSchema = z.array(clauseSchema).max(50);

/** z.record would drop the key __proto__, and with it a filter. */
const filtersSchema = z.custom<Record<string, unknown>>(
  isJsonObject,
  "Give an object: event name to list of clauses",
);

export interface EventFilter {
  readonly events: readonly string[];
  readonly property_filters?: Readonly<
    Record<string, readonly Clause[] | readonly (readonly Clause[])[]>
  >;
}

export const eventFilterSchema = z
  .strictObject({
    events: z
      .array(z.string().min(1, "Name an event").max(1024))
      .min(1, "Name at least one event, or set event_filter to null")
      .transform((names) => [...new Set(names)]),
    property_filters: filtersSchema.nullish(),
  })
  .transform((filter, context): EventRow[] => {
    const filters = new Map(Object.entries(filter.property_filters ?? {}));
    const issue = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path: ["property_filters", ...path], message });
    for (const name of filters.keys()) {
      if (!filter.events.includes(name)) issue([name], `"${name}" is not in events`);
    }
    return filter.events.flatMap((event) => {
      const raw = filters.get(event);
      if (raw === undefined) return [{ event, where: [] }];
      const parsed = parseRows(raw);
      if (parsed.success) return parsed.data.map((where) => ({ event, where }));
      for (const { field, message } of toFieldErrors(parsed.error)) {
        issue(field === "" ? [event] : [event, field], message);
      }
      return [];
    });
  });

/** Chooses the form first, so that an error speaks of the form that was meant. */
function parseRows(raw: unknown) {
  const isNested = Array.isArray(raw) && raw.length > 0 && raw.every(Array.isArray);
  const schema = isNested ? z.array(clausesSchema) : clausesSchema.transform((row) => [row]);
  return schema.safeParse(raw, { error: issueWords });
}

/** Pure. Null when no event is selected. Rows of one event come together. */
export function toEventFilter(rows: readonly EventRow[]): EventFilter | null {
  if (rows.length === 0) return null;
  const byEvent = new Map<string, (readonly Clause[])[]>();
  for (const { event, where } of rows) {
    const group = byEvent.get(event);
    if (group === undefined) byEvent.set(event, [where]);
    else group.push(where);
  }
  const filters = [...byEvent]
    .filter(([, group]) => group.some((where) => where.length > 0) || group.length > 1)
    .map(([event, group]) => [event, group.length === 1 ? (group[0] ?? []) : group] as const);
  return {
    events: [...byEvent.keys()],
    ...(filters.length === 0 ? {} : { property_filters: Object.fromEntries(filters) }),
  };
}
