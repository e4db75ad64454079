import { z } from "zod";

const time = z.iso.datetime();
const id = z.string().regex(/^\d+$/);
const count = z.int().nonnegative();

export const backfillAnswer = z.strictObject({
  id,
  object: z.literal("backfill"),
  from: z.enum(["file", "amplitude_export"]),
  name: z.string(),
  status: z.enum([
    "uploading",
    "fetching",
    "counting",
    "counted",
    "queued",
    "running",
    "paused",
    "success",
    "failed",
    "cancelled",
  ]),
  message: z.string().nullable(),
  destinations: z.array(z.int()),
  users_only: z.boolean(),
  created_at: time,
  created_by: z.string(),
  started_at: time.nullable(),
  completed_at: time.nullable(),
  counts: z.strictObject({
    lines: count,
    events: count,
    events_younger_than_72_hours: count,
    people: count,
    people_new_to_the_project: count,
    faults: count,
    first_event_at: time.nullable(),
    last_event_at: time.nullable(),
  }),
  progress: z.strictObject({
    lines: count,
    events_added: count,
    events_known_before: count,
    users: count,
  }),
});

export const backfillDetailAnswer = backfillAnswer.extend({
  faults: z.array(z.strictObject({ file: z.string(), line: count, message: z.string() })),
  left: z.array(z.strictObject({ destination_id: z.int(), unread: count, waiting: count })),
});
