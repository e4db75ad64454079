import { z } from "zod";
import { REQUESTS_PER_SECOND_MAX } from "./limits";

// The parameters of a Customer.io sync by their ids, for the form, the management API and the database row.
// A sync may be saved incomplete (it starts with a name only); `missingParameters` says what enabling still needs.

export const REGIONS = ["us", "eu"] as const;
export type Region = (typeof REGIONS)[number];

export const DELIVERY_MODES = ["batch", "single"] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

export const IDENTIFIER_TYPES = ["auto", "id", "email", "cio_id"] as const;
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

export const REQUESTS_PER_SECOND_DEFAULT = 100;

/** Basic authentication separates user name and password by a colon, so a Site ID cannot have one. */
export const siteIdSchema = z
  .string()
  .trim()
  .max(200, "A Site ID is at most 200 characters")
  .regex(
    /^[\x21-\x39\x3b-\x7e]*$/,
    "A Site ID has only letters, digits and signs, without colons or spaces",
  );

export const apiKeySchema = z
  .string()
  .trim()
  .min(1, "Enter the Tracking API key")
  .max(200, "A Tracking API key is at most 200 characters")
  .regex(/^[\x21-\x7e]*$/, "A Tracking API key has only letters, digits and signs, without spaces");

/** Everything that is no secret. */
export const configSchema = z.strictObject({
  site_id: siteIdSchema.default(""),
  region: z.enum(REGIONS, "Choose us or eu").default("us"),
  delivery_mode: z.enum(DELIVERY_MODES, "Choose batch or single").default("batch"),
  identifier_type: z.enum(IDENTIFIER_TYPES, "Choose auto, id, email or cio_id").default("auto"),
  requests_per_second: z
    .int("Enter a whole number")
    .min(1, "At least 1 request per second")
    .max(
      REQUESTS_PER_SECOND_MAX,
      `Customer.io takes at most ${REQUESTS_PER_SECOND_MAX} requests per second`,
    )
    .default(REQUESTS_PER_SECOND_DEFAULT),
});

export type Config = z.output<typeof configSchema>;

/** What is stored encrypted; absent until it is entered. */
export const secretsSchema = z.strictObject({ api_key: apiKeySchema.optional() });

export type Secrets = z.output<typeof secretsSchema>;

export type ParameterId = keyof Config | keyof Secrets;

/** What has to be entered before the sync can be enabled. Pure. */
export function missingParameters(config: Config, secrets: Secrets): readonly ParameterId[] {
  const missing: ParameterId[] = [];
  if (config.site_id === "") missing.push("site_id");
  if (secrets.api_key === undefined) missing.push("api_key");
  return missing;
}
