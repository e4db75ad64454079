import { z } from "zod";
import { OUTCOMES } from "@/lib/admin/reasons/fate-status";
import { SOURCE_KINDS } from "@/lib/admin/sources/source";
import { IMPACT_EVENTS_MAX } from "@/lib/admin/syncs/test/draft-impact";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { draftBody } from "./patch";

// Path and query parameters of the destination calls.

const id = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

export const projectParams = z.object({ project_id: id });
export const destinationParams = z.object({ project_id: id, id });

export const createSourceBody = z.strictObject({
  kind: z.enum(SOURCE_KINDS, `Must be one of ${SOURCE_KINDS.join(", ")}`),
});

export const eventParams = z.object({ project_id: id, uuid: z.uuid() });

const flag = z
  .enum(["true", "false"], "Use true or false")
  .transform((word) => word === "true")
  .optional();

export const dryRunQuery = z.strictObject({ dry_run: flag });

const page = { cursor: z.string().optional(), limit: z.string().optional() };

export const listQuery = z.strictObject({
  ...page,
  q: z.string().optional(),
  partner: z.string().optional(),
  enabled: flag,
  kind: z.enum(["event", "identify", "cohort", "warehouse_export"]).optional(),
});

const time = z.iso.datetime({
  offset: true,
  error: "Use ISO 8601 with a zone, such as 2026-01-31T13:00:00Z",
});

const deliveryFilterFields = {
  status: z.enum(OUTCOMES).optional(),
  reason: z.string().optional(),
  event_type: z.string().optional(),
  user: z.string().optional(),
  since: time.optional(),
  until: time.optional(),
};

export const deliveriesQuery = z.strictObject({ ...page, ...deliveryFilterFields });

export const eventsQuery = z.strictObject({
  ...page,
  user: z.string().optional(),
  event_type: z.string().optional(),
  insert_id: z.string().optional(),
  uuid: z.string().optional(),
  ulid: z.string().optional(),
  since: time.optional(),
  until: time.optional(),
});

export const waitingQuery = z.strictObject({
  ...page,
  reason: z.string().optional(),
  event_type: z.string().optional(),
  user: z.string().optional(),
});

export const testBody = z.strictObject({
  test_event_payload: z.string().min(1, "Give a JSON event, or leave the field out").optional(),
});

export const previewBody = z.strictObject({
  event: z.custom<JsonObject>(isJsonObject, "Give one event: a JSON object").optional(),
  event_uuid: z.uuid().optional(),
  draft: draftBody.optional(),
  version: z.int().positive().optional(),
});

export const impactBody = z.strictObject({
  draft: draftBody,
  events: z.int().min(1).max(IMPACT_EVENTS_MAX).optional(),
});

export const redeliverBody = z.strictObject({
  ids: z
    .array(
      z.union(
        [z.string().regex(/^\d{1,15}$/), z.int().positive()],
        'must be the id of a row of the delivery log, such as "123"',
      ),
    )
    .optional(),
  filter: z.strictObject(deliveryFilterFields).optional(),
});

/** The filter in the words of the verbs. Pure. */
export function toDeliveryFilter(
  filter: {
    [Field in keyof typeof deliveryFilterFields]?: z.output<(typeof deliveryFilterFields)[Field]>;
  },
) {
  const { status, event_type, ...rest } = filter;
  return { ...rest, outcome: status, eventType: event_type };
}

/** The destination of a path in the words of the verbs. Pure. */
export const toTarget = ({ id, project_id }: z.output<typeof destinationParams>) => ({
  id,
  projectId: project_id,
});
