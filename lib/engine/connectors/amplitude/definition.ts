import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { PARAMETERS } from "./parameters";

/** Amplitude declared as data: the relay for those whose SDKs send here instead of there. */
export const AMPLITUDE: ConnectorDefinition = {
  partner: "amplitude",
  displayName: "Amplitude",
  tileName: "Amplitude - Relay",
  category: "ANALYTICS",
  summary:
    "Sends every accepted event on to Amplitude as it came, so that your SDKs can send here.",
  accountName: "Amplitude project",
  // Our own drawing: a wave through a ring.
  mark: {
    ground: "#1e61f0",
    strokes: [{ path: "M5 13.5c2.4 0 2.9-6 4.9-6s2.6 9 4.6 9 2.1-3 4.5-3", color: "#fff" }],
    dots: [],
  },
  kinds: ["event", "identify"],
  streams: "everything",
  confirmation: "events_ingested",
  parameters: PARAMETERS,
  mappings: [],
  regionParameter: "region",
  identifierKinds: [
    { kind: "user_id", words: "by User ID" },
    { kind: "device_id", words: "by Device ID" },
  ],
  considerations: [
    "Every accepted event is sent on, with the fields it came with: user property operations, groups and revenue too.",
    "The time of an event is corrected by Amplitude's clock rule when it arrives, so a late delivery moves nothing.",
    "An event without an insert_id gets one on arrival, the same in every attempt. Amplitude knows it for seven days.",
    "An address that the SDK asked for ($remote) is the caller's; none is added where the SDK left it out.",
    "Events are sent in order per user; a device that changes hands is two users.",
    "Remote config, Session Replay, Experiment and Guides keep talking to Amplitude directly.",
  ],
  reference: {
    label: "Amplitude Batch Event Upload API",
    href: "https://amplitude.com/docs/apis/analytics/batch-event-upload",
  },
  prerequisites: {
    needed: ["API Key of the Amplitude project"],
    steps: [
      "In Amplitude, open Settings, then Projects, and choose the project.",
      "On the tab General, copy the API Key.",
      "Point the serverUrl of your SDKs here: see Sources.",
    ],
  },
  reservedUserProperties: [],
  userPropertiesMax: 0,
  warnedUserProperties: {},
  warnedEventProperties: {},
  sandboxAccount: [["Amplitude API Key", "sandbox-amplitude-key"]],
  hosts: [
    {
      id: "us",
      variable: "AMPLITUDE_US_URL",
      url: "https://api2.amplitude.com",
      sandboxListener: 0,
    },
    {
      id: "eu",
      variable: "AMPLITUDE_EU_URL",
      url: "https://api.eu.amplitude.com",
      sandboxListener: 1,
    },
  ],
};
