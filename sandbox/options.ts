import { z } from "zod";

const LOOPBACK_HOSTS = ["127.0.0.1", "::1", "localhost"];

/** What one Customer.io workspace is and how it behaves. Snake case, as the inspection API speaks it. */
const workspaceConfigSchema = z.strictObject({
  site_id: z.string().min(1),
  api_key: z.string().min(1),
  /** Bearer key of the App API look-alike. */
  app_api_key: z.string().min(1),
  region: z.enum(["us", "eu"]),
  /** `id_only`: classic workspaces, in which an e-mail address is an attribute and no identifier. */
  mode: z.enum(["email_or_id", "id_only"]),
  environment_id: z.int().positive(),
  /** Events of an anonymous id move to the person who is identified with it. */
  anonymous_merge: z.boolean(),
  /** One person with only an id and one with only an e-mail become one when an identify names both. */
  auto_merge: z.boolean(),
  /** An already set e-mail may be changed by a call that addresses the person by id. */
  email_by_id: z.boolean(),
  /** An event for an unknown person creates that person. */
  create_on_event: z.boolean(),
  /** Malformed event ids and timestamps are refused instead of only noted by the lint. */
  strict: z.boolean(),
  /** Accepted operations take effect after this time. 10,000 is near to what the real service shows. */
  processing_delay_ms: z.int().min(0),
  /** Which of the two documented 400 bodies v1 answers with. */
  error_envelope: z.enum(["error", "errors"]),
  /** Status of a batch of which no operation is valid; both have been seen in the wild. */
  all_invalid: z.union([z.literal(207), z.literal(400)]),
  all_invalid_index: z.boolean(),
  /** What the v2 limits "32 KB" and "500 KB" are counted in. */
  kb: z.union([z.literal(1000), z.literal(1024)]),
  body_bytes_max: z.int().positive(),
  /** Requests per second, as a token bucket that holds one second; null = unlimited. */
  rate_limit: z.number().positive().nullable(),
  /** Seconds for the `Retry-After` of a 429; null = no such header, as documented. */
  retry_after: z.int().min(0).nullable(),
  /** Numeric event attribute by which the order of one person's events is judged; null = not judged. */
  order_attribute: z.string().min(1).nullable(),
  /** How many requests are kept for inspection, and how much of each body. */
  keep_requests: z.int().min(1),
  keep_body_bytes: z.int().min(0),
  /** Of how many of the newest events the data is kept; the rest of an event is always kept. */
  keep_event_data: z.int().min(1),
  /** A mail that goes to whoever does an event. */
  campaigns: z.array(z.strictObject({ event: z.string().min(1), subject: z.string() })),
  /** By which reporting webhooks are signed. */
  webhook_signing_key: z.string().min(1),
  /** Reports name the event by the id that its sender gave it; otherwise by an id of their own. */
  trigger_event_id: z.boolean(),
});
export type WorkspaceConfig = z.output<typeof workspaceConfigSchema>;

const DEFAULTS = {
  region: "us",
  mode: "email_or_id",
  environment_id: 12345,
  anonymous_merge: true,
  auto_merge: true,
  email_by_id: false,
  create_on_event: true,
  strict: false,
  processing_delay_ms: 0,
  error_envelope: "error",
  all_invalid: 207,
  all_invalid_index: true,
  kb: 1000,
  body_bytes_max: 1_048_576,
  rate_limit: null,
  retry_after: null,
  order_attribute: null,
  keep_requests: 2_000,
  keep_body_bytes: 4_096,
  keep_event_data: 100_000,
  campaigns: [],
  trigger_event_id: true,
} satisfies Partial<WorkspaceConfig>;

/** A workspace as a caller describes it: only the Site ID must be given. */
const workspaceInputSchema = workspaceConfigSchema.partial().required({ site_id: true });
export type WorkspaceInput = z.input<typeof workspaceInputSchema>;

/** Changes to a workspace; its Site ID is its name and stays. */
export const workspaceChangesSchema = workspaceConfigSchema.omit({ site_id: true }).partial();

const port = z.int().min(0).max(65_535).default(0);

/** Options of a whole sandbox process. Ports default to 0: any free one. */
export const sandboxOptionsSchema = z.strictObject({
  host: z.enum(LOOPBACK_HOSTS, "the sandbox listens on loopback only").default("127.0.0.1"),
  usPort: port,
  euPort: port,
  adminToken: z.string().min(8).optional(),
  siteId: z.string().min(1).default("sandbox-site"),
  apiKey: z.string().min(1).default("sandbox-key"),
  /** Further settings of the default workspace. */
  workspace: workspaceChangesSchema.default({}),
  /** The default workspace is that of the demo's shop. */
  demo: z.boolean().default(false),
  /** Further workspaces. */
  workspaces: z.array(workspaceInputSchema).default([]),
});
export type SandboxOptions = z.input<typeof sandboxOptionsSchema>;

/** Fills in what the caller left out; keys of a further workspace derive from its Site ID. */
export function completeWorkspaceConfig(input: WorkspaceInput): WorkspaceConfig {
  return workspaceConfigSchema.parse({
    ...DEFAULTS,
    api_key: `${input.site_id}-key`,
    app_api_key: `${input.site_id}-app-key`,
    webhook_signing_key: `${input.site_id}-signing-key`,
    ...input,
  });
}
