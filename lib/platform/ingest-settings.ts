import { z } from "zod";
import { networksSchema } from "./trusted-proxies";

// The environment variables of ingestion: env.ts reads them.

const RATE_MAX = 1_000_000;

const rate = (advice: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, advice)
    .transform(Number)
    .refine((value) => value <= RATE_MAX, advice);

const quota = rate(`must be a whole number of events per second from 1 to ${RATE_MAX}`);

const throttleAdvice = `must be amplitude, off, or a number of events per second from 1 to ${RATE_MAX}, for example 100/s`;
const throttle = z.union(
  [
    z.enum(["amplitude", "off"]),
    z
      .string()
      .endsWith("/s")
      .transform((text) => text.slice(0, -2))
      .pipe(rate(throttleAdvice)),
  ],
  throttleAdvice,
);

export const ingestVariables = {
  INGEST_THROTTLE: throttle.default("amplitude"),
  INGEST_QUOTA_PER_KEY: quota.optional(),
  INGEST_QUOTA_PER_ADDRESS: quota.optional(),
  TRUSTED_PROXIES: networksSchema.default([]),
};

export interface IngestSettings {
  /** A number: events per second and user or device, on every endpoint. */
  readonly throttle: "amplitude" | "off" | number;
  /** Events per second; undefined = no quota. */
  readonly quotaPerKey: number | undefined;
  readonly quotaPerAddress: number | undefined;
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

type Variables = z.output<z.ZodObject<typeof ingestVariables>>;

export const toIngestSettings = (set: Variables): IngestSettings => ({
  throttle: set.INGEST_THROTTLE,
  quotaPerKey: set.INGEST_QUOTA_PER_KEY,
  quotaPerAddress: set.INGEST_QUOTA_PER_ADDRESS,
  trustedProxies: set.TRUSTED_PROXIES,
});
