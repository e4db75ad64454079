import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { CUSTOMER_IO_URLS } from "./base-urls";
import { IDENTIFIER_BYTES_MAX, USER_PROPERTIES_MAX } from "./limits";
import {
  MAPPINGS,
  RESERVED_USER_PROPERTIES,
  WARNED_EVENT_PROPERTIES,
  WARNED_USER_PROPERTIES,
} from "./mappings";
import { PARAMETERS } from "./parameters";

/** Customer.io declared as data. */
export const CUSTOMER_IO: ConnectorDefinition = {
  partner: "customerio",
  displayName: "Customer.io",
  tileName: "Customer.io - Event Streaming",
  category: "MESSAGING",
  summary: "Streams your events and users into Customer.io as they are ingested.",
  accountName: "Customer.io workspace",
  // Our own drawing: an open ring and the dot it sends out.
  mark: {
    ground: "#5a3fc0",
    strokes: [{ path: "M15.6 8.1a5.6 5.6 0 1 0 0 7.8", color: "#fff" }],
    dots: [{ x: 18, y: 12, radius: 1.9, color: "#ffc83d" }],
  },
  kinds: ["event", "identify"],
  parameters: PARAMETERS,
  mappings: MAPPINGS,
  regionParameter: "region",
  identifierKinds: [
    { kind: "email", words: "by email" },
    { kind: "id", words: "by id" },
    { kind: "cio_id", words: "by cio_id" },
  ],
  considerations: [
    "If no user with the given Customer.io User Identifier exists in Customer.io, the user is created.",
    `A customer ID has at most ${IDENTIFIER_BYTES_MAX} bytes.`,
    `At most ${USER_PROPERTIES_MAX} user properties can be sent.`,
    "The data of one event has at most 100K bytes.",
    "Every event is sent with the type event, mobile and web page views included.",
    "Events without an identifier cannot be delivered. Add a filter, or they lower the delivery rate.",
  ],
  prerequisites: {
    needed: ["Site ID", "Tracking API Key"],
    steps: [
      "In Customer.io, open Settings, then Workspace Settings.",
      "Under Advanced Settings, open API Credentials - Settings.",
      "Without credentials yet: under Tracking API Keys choose Create Tracking API Key and fill in your workspace.",
      "Copy the Site ID and the API key.",
    ],
  },
  reservedUserProperties: RESERVED_USER_PROPERTIES,
  userPropertiesMax: USER_PROPERTIES_MAX,
  warnedUserProperties: WARNED_USER_PROPERTIES,
  warnedEventProperties: WARNED_EVENT_PROPERTIES,
  hosts: [
    { id: "us", variable: "CUSTOMERIO_US_URL", url: CUSTOMER_IO_URLS.us, sandboxListener: 0 },
    { id: "eu", variable: "CUSTOMERIO_EU_URL", url: CUSTOMER_IO_URLS.eu, sandboxListener: 1 },
  ],
};
