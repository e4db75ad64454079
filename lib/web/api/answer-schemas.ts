import { z } from "zod";

// The answers of the management API, as its description tells them. Every answer in the tests is held against them.

const time = z.iso.datetime();
const id = z.string().regex(/^\d+$/);
const uuid = z.uuid();
const anything = z.record(z.string(), z.unknown());

export const listOf = (item: z.ZodType) =>
  z.strictObject({
    object: z.literal("list"),
    data: z.array(item),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  });

export const projectAnswer = z.strictObject({
  id,
  object: z.literal("project"),
  name: z.string(),
  api_key: z.string(),
  created_at: time,
});

export const sourceAnswer = z.strictObject({
  id,
  object: z.literal("source"),
  kind: z.literal("amplitude_webhook"),
  url: z.url(),
  secret_last_four: z.string(),
  created_at: time,
  created_by: z.string(),
});
export const madeSourceAnswer = sourceAnswer.extend({
  secret: z.string().describe("Answered this once"),
});

export const destinationTypeAnswer = z.strictObject({
  partner: z.string(),
  display_name: z.string(),
  types: z.array(z.string()),
  parameters: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      kind: z.string(),
      required: z.boolean(),
      description: z.string(),
      enum_values: z.array(z.string()),
      write_only: z.boolean(),
    }),
  ),
});

const clause = z.strictObject({
  property: z.string(),
  op: z.string(),
  values: z.array(z.string()),
});

const eventFilterAnswer = z.strictObject({
  events: z.array(z.string()),
  property_filters: z
    .record(z.string(), z.union([z.array(clause), z.array(z.array(clause))]))
    .optional(),
});

const parameterValue = z.union([z.string(), z.number(), z.boolean()]);

export const destinationAnswer = z.strictObject({
  id,
  object: z.literal("destination"),
  project_id: id,
  partner: z.string(),
  display_name: z.string(),
  kind: z.array(z.string()),
  config: z.record(z.string(), parameterValue).describe("Without what is write-only"),
  secrets_set: z.array(z.string()).describe("What is write-only and has a value"),
  credential_status: z.string(),
  version: z.int().positive().describe("Also the entity tag: give it in If-Match"),
  enabled: z.boolean(),
  state: z.enum(["disabled", "enabled", "degraded", "failing", "down", "paused"]),
  problem: z
    .strictObject({
      reason: z.string(),
      title: z.string(),
      message: z.string(),
      advice: z.string(),
      since: time.nullable(),
    })
    .nullable(),
  paused: z.boolean(),
  paused_because: z
    .strictObject({ reason: z.string(), message: z.string(), since: time })
    .nullable(),
  event_filter: eventFilterAnswer.nullable(),
  property_mappings: z.strictObject({
    identifier: z.string(),
    fallback_identifiers: z.array(z.string()),
    event_properties: z.array(z.string()),
    user_properties: z.array(z.string()),
  }),
  send_events: z.boolean(),
  send_users: z.boolean(),
  send_users_on_events: z.boolean(),
  created_at: time,
  updated_at: time,
  created_by: z.string(),
  updated_by: z.string(),
  error: z.string().optional(),
});

export const planAnswer = z.strictObject({
  action: z.enum(["create", "update", "noop"]),
  dry_run: z.literal(true),
  diff: z.record(
    z.string(),
    z.strictObject({ from: z.unknown().optional(), to: z.unknown().optional() }),
  ),
  warnings: z.array(z.string()),
});

export const testAnswer = z.strictObject({
  ok: z.boolean(),
  detail: z.string().nullable(),
  example_payload: anything.nullable(),
});

const deliveryFields = {
  event_type: z.string(),
  event_kind: z.string(),
  event_uuid: uuid,
  event_offset: z.int().positive(),
  user_id: z.string().nullable(),
  person_id: id,
  event_time: time,
  received_at: time,
};

export const deliveryAnswer = z.strictObject({
  id,
  object: z.literal("delivery"),
  destination_id: id,
  destination_version: z.int(),
  status: z.string(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  field: z.string().nullable(),
  warnings: z.array(z.string()),
  attempts: z.int(),
  ...deliveryFields,
  identifier: z.string().nullable(),
  identifier_kind: z.string().nullable(),
  request_id: uuid.nullable(),
  settled_at: time,
  latency_ms: z.number().nullable(),
});

export const waitingAnswer = z.strictObject({
  object: z.literal("waiting_event"),
  ...deliveryFields,
  device_id: z.string().nullable(),
  reason: z.string(),
  message: z.string().nullable(),
  attempts: z.int(),
  next_attempt_at: time.nullable(),
  behind: uuid.nullable(),
  waiting_since: time,
  redelivery_of: id.nullable(),
});

export const redeliveryAnswer = z.strictObject({
  queued: z.int(),
  skipped: z.int(),
  remaining: z.boolean(),
  next: z.int().nullable(),
});

const eventFields = {
  object: z.literal("event"),
  uuid,
  offset: z.int().positive(),
  event_type: z.string(),
  kind: z.string(),
  source: z.string(),
  user_id: z.string().nullable(),
  device_id: z.string().nullable(),
  person_id: id,
  event_time: time,
  received_at: time,
};
export const eventAnswer = z.strictObject(eventFields);

const failedClause = clause.extend({ actual: z.unknown() }).nullable();

const fate = z.strictObject({
  destination_id: id,
  status: z.string(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  version: z.int().nullable().describe("Of the settings, when the event was read"),
  row: z.string().nullable(),
  clause: failedClause,
  attempt_count: z.int(),
  attempts: z.array(
    z.strictObject({
      at: time.nullable(),
      request_id: uuid.nullable(),
      status: z.int().nullable(),
      answer: z.string().nullable(),
      duration_ms: z.number().nullable(),
    }),
  ),
  next_attempt_at: time.nullable(),
  behind: uuid.nullable(),
  delivery_ids: z.array(id),
});

export const eventDetailAnswer = z.strictObject({
  ...eventFields,
  insert_id: z.string().nullable(),
  payload: anything,
  user_properties: anything,
  user_changes: anything.nullable(),
  fates: z.array(fate),
});

const tracedProperties = z
  .array(
    z.strictObject({
      name: z.string(),
      value: z.unknown(),
      sent: z.boolean(),
      left_out: z.string().nullable(),
    }),
  )
  .nullable();

export const traceAnswer = z.strictObject({
  fate: z.strictObject({
    destination_id: id,
    status: z.enum(["to_be_sent", "filtered", "discarded"]),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    version: z.int().nullable(),
    row: z.string().nullable(),
    clause: failedClause,
  }),
  trace: z.strictObject({
    destination_id: id,
    version: z.int().nullable(),
    event: anything,
    rows: z.array(
      z.strictObject({
        row: z.string(),
        event: z.string(),
        names_event: z.boolean(),
        selects: z.boolean(),
        clauses: z.array(clause.extend({ actual: z.unknown(), holds: z.boolean() })),
      }),
    ),
    identifier: anything,
    user_properties: tracedProperties,
    event_properties: tracedProperties,
  }),
  requests: z.array(
    z.strictObject({
      method: z.string(),
      path: z.string(),
      body: z.unknown(),
      bytes: z.int().nonnegative(),
    }),
  ),
});

export const impactAnswer = z.strictObject({
  read: z.int(),
  newly_sent: z.int(),
  no_longer_sent: z.int(),
  payload_changed: z.int(),
  newly_discarded: z.record(z.string(), z.int()),
  new_people: z.int(),
  examples: z.array(
    z.strictObject({
      event_uuid: uuid,
      event_type: z.string(),
      user_id: z.string().nullable(),
      device_id: z.string().nullable(),
      received_at: time,
      change: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});
