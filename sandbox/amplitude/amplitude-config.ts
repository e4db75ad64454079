import { z } from "zod";

/** How the small Amplitude behaves. Snake case, as its inspection speaks it. */
export const amplitudeConfigSchema = z.strictObject({
  api_key: z.string().min(1),
  region: z.enum(["us", "eu"]),
  /** Events per second and user or device beyond which it answers 429; null = unlimited. */
  eps_threshold: z.int().positive().nullable(),
  /** Devices of which nothing is taken: 400 with `silenced_events`. */
  silenced_devices: z.array(z.string()),
  /** Devices whose quota of the day is used up: 429 with `exceeded_daily_quota_devices`. */
  over_quota_devices: z.array(z.string()),
  /** Event types whose `event_properties` it calls invalid: 400 with `events_with_invalid_fields`. */
  refused_event_types: z.array(z.string()),
  /** Bytes of a body beyond which it answers 413; null = as documented for the endpoint. */
  body_bytes_max: z.int().positive().nullable(),
  /** The next so many uploads are answered like this; `after_apply`: they are taken all the same. */
  fail: z
    .strictObject({
      status: z.int().min(300).max(599),
      times: z.int().min(1),
      after_apply: z.boolean().default(false),
    })
    .nullable(),
  /** So many events of each upload are missing from the number in its answer, though all are taken. */
  unconfirmed: z.int().min(0),
  /** How many of the newest events are kept, whole. */
  keep_events: z.int().positive(),
});
export type AmplitudeConfig = z.output<typeof amplitudeConfigSchema>;

export const AMPLITUDE_DEFAULTS: AmplitudeConfig = {
  api_key: "sandbox-amplitude-key",
  region: "us",
  eps_threshold: null,
  silenced_devices: [],
  over_quota_devices: [],
  refused_event_types: [],
  body_bytes_max: null,
  fail: null,
  unconfirmed: 0,
  keep_events: 50_000,
};
