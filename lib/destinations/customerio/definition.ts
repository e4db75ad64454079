import { USER_PROPERTIES_MAX } from "@/lib/pipeline/transform/settings";
import type { DestinationDefinition, ParameterDefinition } from "../types";
import { IDENTIFIER_BYTES_MAX, REQUESTS_PER_SECOND_MAX } from "./limits";
import {
  MAPPINGS,
  RESERVED_USER_PROPERTIES,
  WARNED_EVENT_PROPERTIES,
  WARNED_USER_PROPERTIES,
} from "./mappings";
import {
  type DeliveryMode,
  type IdentifierType,
  type ParameterId,
  REQUESTS_PER_SECOND_DEFAULT,
  type Region,
} from "./settings";

// Customer.io declared as data: what the catalogue shows, the form asks and the management API describes.

const parameter = (
  id: ParameterId,
  label: string,
  description: string,
  rest: Partial<ParameterDefinition> & Pick<ParameterDefinition, "kind">,
): ParameterDefinition => ({
  id,
  label,
  description,
  required: false,
  enumValues: [],
  default: null,
  writeOnly: false,
  min: null,
  max: null,
  advanced: false,
  ...rest,
});

const options = <V extends string>(labels: Readonly<Record<V, string>>) =>
  Object.entries<string>(labels).map(([value, label]) => ({ value, label }));

const PARAMETERS: readonly ParameterDefinition[] = [
  parameter("site_id", "Customer.io Site ID", "The Site ID of your Customer.io workspace.", {
    kind: "string",
    required: true,
  }),
  parameter("api_key", "Tracking API Key", "A Tracking API key of the same workspace.", {
    kind: "secret",
    required: true,
    writeOnly: true,
  }),
  parameter("region", "Account Region", "Where your Customer.io account's data is kept.", {
    kind: "enum",
    required: true,
    enumValues: options<Region>({ us: "US", eu: "EU" }),
    default: "us",
  }),
  parameter(
    "delivery_mode",
    "Delivery mode",
    "Batched sends many events in one request; one request per event uses Customer.io's older API.",
    {
      kind: "enum",
      enumValues: options<DeliveryMode>({ batch: "Batched", single: "One request per event" }),
      default: "batch",
      advanced: true,
    },
  ),
  parameter(
    "identifier_type",
    "Identifier type",
    "Automatic tells emails and cio_ ids from other ids by their look. Choose ID for a workspace that knows only ids.",
    {
      kind: "enum",
      enumValues: options<IdentifierType>({
        auto: "Automatic",
        id: "ID",
        email: "Email",
        cio_id: "cio_id",
      }),
      default: "auto",
      advanced: true,
    },
  ),
  parameter(
    "requests_per_second",
    "Requests per second",
    "At most this many requests to the workspace, shared by all syncs that use it.",
    {
      kind: "number",
      default: REQUESTS_PER_SECOND_DEFAULT,
      min: 1,
      max: REQUESTS_PER_SECOND_MAX,
      advanced: true,
    },
  ),
];

export const CUSTOMER_IO: DestinationDefinition = {
  partner: "customerio",
  displayName: "Customer.io",
  tileName: "Customer.io - Event Streaming",
  category: "MESSAGING",
  summary: "Streams your events and users into Customer.io as they are ingested.",
  kinds: ["event", "identify"],
  parameters: PARAMETERS,
  mappings: MAPPINGS,
  considerations: [
    "If no user with the given Customer.io User Identifier exists in Customer.io, the user is created.",
    `A customer ID has at most ${IDENTIFIER_BYTES_MAX} bytes.`,
    `At most ${USER_PROPERTIES_MAX} user properties can be sent.`,
    "The data of one event has at most 100K bytes.",
    "Every event is sent with the type event, mobile and web page views included.",
    "Events without an identifier cannot be delivered. Add a filter, or they lower the delivery rate.",
  ],
  prerequisites: {
    needed: ["Site ID", "Tracking API key"],
    steps: [
      "In Customer.io, open Settings, then Workspace Settings.",
      "Under Advanced Settings, open API Credentials - Settings.",
      "Without credentials yet: under Tracking API Keys choose Create Tracking API Key and fill in your workspace.",
      "Copy the Site ID and the API key.",
    ],
  },
  reservedUserProperties: RESERVED_USER_PROPERTIES,
  warnedUserProperties: WARNED_USER_PROPERTIES,
  warnedEventProperties: WARNED_EVENT_PROPERTIES,
};
