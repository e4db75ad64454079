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
  streams: "selected",
  confirmation: null,
  parameters: PARAMETERS,
  mappings: MAPPINGS,
  regionParameter: "region",
  identifierKinds: [
    { kind: "email", words: "by email", anyCase: true },
    { kind: "id", words: "by id" },
    { kind: "cio_id", words: "by cio_id" },
    { kind: "anonymous_id", words: "as anonymous events", isNobody: true },
  ],
  considerations: [
    "If a user with the provided Customer.io User Identifier doesn't exist within Customer.io, the user will be created.",
    `Maximum length of Customer ID: ${IDENTIFIER_BYTES_MAX} bytes.`,
    `Maximum number of Unique Identify attributes: ${USER_PROPERTIES_MAX}.`,
    "Maximum size of event data: 100K bytes.",
    "Events are sent to Customer.io as an “event” event type, including mobile and webpage views.",
    "Events without an identifier are discarded, unless Advanced says to send them as anonymous events. Add a filter, or they lower the delivery rate.",
    "Anonymous events are given to a person when an identify names their anonymous_id: with that setting, each event of a known user on a device is sent with one. Customer.io takes those that come up to 5 minutes after it, and an anonymous_id serves once.",
    "This integration streams events and users. Cohorts are not sent.",
  ],
  reference: {
    label: "Customer.io API reference",
    href: "https://www.customer.io/docs/api/#tag/Track-Events",
  },
  prerequisites: {
    needed: ["Site ID", "Tracking API key"],
    steps: [
      "In your Customer.io dashboard, click on Settings, then click Workspace Settings.",
      "In Advanced Settings, click API Credentials - Settings.",
      "If you don't already have a set of credentials, create a Tracking API key. In Tracking API Keys, click on Create Tracking API Key, fill in relevant information for your workspace.",
      "Copy your Site ID and API Key.",
    ],
  },
  reservedUserProperties: RESERVED_USER_PROPERTIES,
  userPropertiesMax: USER_PROPERTIES_MAX,
  warnedUserProperties: WARNED_USER_PROPERTIES,
  warnedEventProperties: WARNED_EVENT_PROPERTIES,
  sandboxAccount: [
    ["Customer.io Site ID", "sandbox-site"],
    ["Tracking API Key", "sandbox-key"],
  ],
  hosts: [
    { id: "us", variable: "CUSTOMERIO_US_URL", url: CUSTOMER_IO_URLS.us, sandboxListener: 0 },
    { id: "eu", variable: "CUSTOMERIO_EU_URL", url: CUSTOMER_IO_URLS.eu, sandboxListener: 1 },
  ],
};
