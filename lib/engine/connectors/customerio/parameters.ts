import {
  type ConfigOf,
  type ConnectorConfig,
  configSchemaOf,
  defineParameters,
  type ParameterInput,
} from "@/lib/engine/connectors/parameters";
import { REQUESTS_PER_SECOND_MAX } from "./limits";

// The parameters of a Customer.io sync, as the form asks for them and the database keeps them.

export const REGIONS = ["us", "eu"] as const;
export type Region = (typeof REGIONS)[number];

const INPUTS = [
  {
    id: "site_id",
    label: "Customer.io Site ID",
    kind: "string",
    description: "The Site ID of your Customer.io workspace.",
    required: true,
    // Basic authentication separates user name and password by a colon, so a Site ID cannot have one.
    pattern: {
      source: "[\\x21-\\x39\\x3b-\\x7e]*",
      message: "A Site ID has only letters, digits and signs, without colons or spaces",
    },
  },
  {
    id: "api_key",
    label: "Tracking API Key",
    kind: "secret",
    description: "In Customer.io: Settings, Workspace Settings, API Credentials - Settings.",
    required: true,
    pattern: {
      source: "[\\x21-\\x7e]*",
      message: "A Tracking API Key has only letters, digits and signs, without spaces",
    },
  },
  {
    id: "region",
    label: "Account Region",
    kind: "enum",
    description: "Where your Customer.io account's data is kept.",
    required: true,
    enumValues: [
      { value: "us", label: "US" },
      { value: "eu", label: "EU" },
    ],
    default: "us",
  },
  {
    id: "delivery_mode",
    label: "Delivery mode",
    kind: "enum",
    description:
      "Batched sends many events in one request; one request per event uses Customer.io's older API.",
    enumValues: [
      { value: "batch", label: "Batched" },
      { value: "single", label: "One request per event" },
    ],
    default: "batch",
    advanced: true,
  },
  {
    id: "identifier_type",
    label: "Identifier type",
    kind: "enum",
    description:
      "Automatic tells emails and cio_ ids from other ids by their look. Choose ID for a workspace that knows only ids.",
    enumValues: [
      { value: "auto", label: "Automatic" },
      { value: "id", label: "ID" },
      { value: "email", label: "Email" },
      { value: "cio_id", label: "cio_id" },
    ],
    default: "auto",
    advanced: true,
  },
  {
    id: "without_identifier",
    label: "Events without identifier",
    kind: "enum",
    description:
      "An anonymous event goes out with the Device ID as anonymous_id, as a request of its own. Customer.io keeps it for 30 days, and gives it to the person who is identified on that device.",
    enumValues: [
      { value: "discard", label: "Discard" },
      { value: "anonymous", label: "Send as anonymous events with anonymous_id" },
    ],
    default: "discard",
    advanced: true,
  },
  {
    id: "webhook_signing_key",
    label: "Webhook Signing Key",
    kind: "secret",
    description:
      "Shown by Customer.io on the page of the reporting webhook. Only for what Customer.io says back; two keys, with a comma in between, while one replaces the other.",
    required: false,
    pattern: {
      source: "[\\x21-\\x7e]*",
      message: "A Webhook Signing Key has only letters, digits and signs, without spaces",
    },
    advanced: true,
  },
  {
    id: "requests_per_second",
    label: "Requests per second",
    kind: "number",
    description: "At most this many requests to the workspace, shared by all syncs that use it.",
    default: 100,
    min: 1,
    max: REQUESTS_PER_SECOND_MAX,
    advanced: true,
  },
] as const satisfies readonly ParameterInput[];

export type Config = ConfigOf<typeof INPUTS>;
export type DeliveryMode = Config["delivery_mode"];
export type IdentifierType = Config["identifier_type"];

export const PARAMETERS = defineParameters(INPUTS);

const configSchema = configSchemaOf(PARAMETERS);

/** A stored or entered config with its defaults; throws what zod throws. Pure. */
export const readConfig = (config: ConnectorConfig): Config => configSchema.parse(config) as Config;
