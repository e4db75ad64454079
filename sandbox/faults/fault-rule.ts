import { z } from "zod";

const indexes = z.union([z.int().min(0), z.array(z.int().min(0))]);

/** Which requests a rule is about; what is not named matches everything. */
const matchSchema = z.strictObject({
  method: z.string().optional(),
  /** Raw path; `*` stands for any text. */
  path: z.string().optional(),
  /** Value of an identifier that the request names. */
  person: z.string().optional(),
  /** Name of an event that the request carries. */
  event: z.string().optional(),
  /** Only bodies larger than this. */
  larger_than_bytes: z.int().min(0).optional(),
  /** Only the n-th of the requests that match all of the above, from 1. */
  nth: z.int().min(1).optional(),
  /** Only every n-th of them. */
  every: z.int().min(1).optional(),
  /** Only this share of them, from a seeded generator. */
  probability: z.number().min(0).max(1).optional(),
  /** At most so often. */
  times: z.int().min(1).optional(),
});

/**
 * What happens instead. A status of 2xx lets the request take effect and only changes the answer; any other status
 * answers in its place.
 */
const effectSchema = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** Answers with a redirect (307 unless `status` says otherwise) to the same path of this origin. */
  redirect_to: z.url().optional(),
  delay_ms: z.int().min(0).optional(),
  /** Up to so much more delay, from a seeded generator. */
  jitter_ms: z.int().min(0).optional(),
  /** Whether the delay is before the request takes effect (default) or before its answer. */
  delay_at: z.enum(["before", "answer"]).optional(),
  /** Cuts the connection: before anything, after the state has changed, or in the middle of the answer. */
  drop: z.enum(["before", "after_apply", "mid_body"]).optional(),
  /** These operations of a batch are refused in a 207; `matched` = those of the matched person or event. */
  only_batch_index: z.union([indexes, z.literal("matched")]).optional(),
  /** Each operation of a batch is refused with this probability. */
  fail_share: z.number().min(0).max(1).optional(),
  /** Milliseconds between two bytes of the answer. */
  trickle: z.int().min(1).optional(),
});

export const faultRuleSchema = z.strictObject({
  name: z.string().min(1).optional(),
  match: matchSchema.default({}),
  effect: effectSchema,
  seed: z.int().optional(),
});

/** `preset:argument`, a rule, or several of them. */
export const faultRequestSchema = z.union([
  z.strictObject({ preset: z.string().min(1), times: z.int().min(1).optional() }),
  z.strictObject({ rules: z.array(faultRuleSchema).min(1) }),
  faultRuleSchema,
]);

export type FaultRuleInput = z.input<typeof faultRuleSchema>;
export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultMatch = FaultRule["match"];
export type FaultEffect = FaultRule["effect"];
