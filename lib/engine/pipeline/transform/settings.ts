import { z } from "zod";

// What a sync selects and sends: one schema for the form, the management API and the database row.

/** The row that matches every event; Amplitude reserves the name. */
export const ALL_EVENTS = "_all";

/** The value `(none)` of a clause: the property is missing. */
export const NONE = "(none)";

export const FILTER_OPERATORS = [
  "is",
  "is not",
  "contains",
  "does not contain",
  "starts with",
  "does not start with",
  "less",
  "less or equal",
  "greater",
  "greater or equal",
  "set is",
  "set is not",
  "set contains",
  "set does not contain",
  "glob match",
  "glob does not match",
] as const;

export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/**
 * `ep:<event property>`, `gp:<user property>`, or a bare built-in (`user_id`, `platform`, …). Like every name that comes
 * from data it is never trimmed, folded or normalised: `plan ` is not `plan`.
 */
const propertyRefSchema = z.string().min(1, "Choose a property").max(1024);

export const clauseSchema = z.object({
  property: propertyRefSchema,
  op: z.enum(FILTER_OPERATORS),
  /** Several values are ORed (for the `set` operators they are the set). */
  values: z.array(z.string().max(1024)).min(1, "Enter at least one value").max(1000),
});

export type Clause = z.output<typeof clauseSchema>;

/** Row A, B, … of "Select and filter events": an event name or ALL_EVENTS, and clauses that must all hold. */
export const eventRowSchema = z.object({
  event: z.string().min(1, "Select an event").max(1024),
  where: z.array(clauseSchema).max(50).default([]),
});

export type EventRow = z.output<typeof eventRowSchema>;

const selectedProperties = z
  .array(z.string().min(1).max(1024))
  .transform((names) => [...new Set(names)]);

const identifierSchema = z
  .string()
  .regex(/^(user_id|device_id|gp:.+)$/s, "Choose User ID, Device ID or a user property")
  .max(1024);

/** More would be guessing. */
const FALLBACKS_MAX = 5;

export const settingsSchema = z.object({
  /** "Send Events". */
  sendEvents: z.boolean().default(false),
  /** "Create & Update Users". */
  sendUsers: z.boolean().default(false),
  /** Ours: update the user also when an event carries user properties, not only on Identify. */
  usersOnEvents: z.boolean().default(false),
  /** An event is sent when at least one row matches; no row sends nothing. */
  eventRows: z.array(eventRowSchema).max(1000).default([]),
  /** Only these are sent; none selected sends `{}`. */
  eventProperties: selectedProperties.default([]),
  /** How many a destination takes, its connector says. */
  userProperties: selectedProperties.default([]),
  /** Amplitude property mapped to the destination's user identifier: `user_id`, `device_id` or `gp:<user property>`. */
  identifier: identifierSchema.default("user_id"),
  /** Asked in this order where an event has no value in `identifier`. */
  fallbackIdentifiers: z
    .array(identifierSchema)
    .max(FALLBACKS_MAX, `Choose at most ${FALLBACKS_MAX}`)
    .transform((properties) => [...new Set(properties)])
    .default([]),
});

export type Settings = z.output<typeof settingsSchema>;
