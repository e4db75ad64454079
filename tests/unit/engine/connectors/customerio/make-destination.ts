import { createCustomerIo } from "@/lib/engine/connectors/customerio/customer-io";
import { RESERVED_USER_PROPERTIES } from "@/lib/engine/connectors/customerio/mappings";
import { readConfig } from "@/lib/engine/connectors/customerio/parameters";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import type { Destination, Prepared } from "@/lib/engine/pipeline/ports";
import type { Event, WholeEvent } from "@/lib/engine/pipeline/source/event";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { systemClock } from "@/lib/kernel/clock";
import type { JsonObject } from "@/lib/kernel/json";
import { Secret } from "@/lib/kernel/secret";
import { makeEvent } from "@/tests/support/make-event";

export const CREDENTIALS = { siteId: "site-1234567890", apiKey: new Secret("key-abcdefghij/+x") };

/** A destination with the settings of one sync. */
export interface SyncDestination extends Destination {
  prepare(event: Event): Prepared;
}

export function withSettings(
  destination: Destination,
  settings: Record<string, unknown>,
): SyncDestination {
  const planner = plannerOf(settingsSchema.parse(settings), RESERVED_USER_PROPERTIES);
  return { ...destination, prepare: (event) => prepare(event, planner, destination) };
}

/** A destination that sends everything unless told otherwise; addresses that answer nobody. */
export function makeDestination(
  settings: Record<string, unknown> = {},
  config: ConnectorConfig = {},
): SyncDestination {
  const destination = createCustomerIo({
    config: readConfig(config),
    sender: {
      credentials: CREDENTIALS,
      region: "us",
      baseUrls: { us: "http://us.invalid", eu: "http://eu.invalid" },
      dispatcher: createDispatcher(),
      version: "1.2.3",
      clock: systemClock,
    },
  });
  return withSettings(destination, {
    sendEvents: true,
    sendUsers: true,
    eventRows: [{ event: "_all" }],
    ...settings,
  });
}

/** An event as in the golden tables: identifiable, with a device, an insert_id and a time. */
export const makeTrackEvent = (part: Partial<WholeEvent> = {}): WholeEvent =>
  makeEvent({
    userId: "u-1",
    deviceId: "dev-1",
    insertId: "abc-001",
    projectId: 42 as Event["projectId"],
    timeMs: 1_700_000_000_123,
    receivedMs: 1_700_000_005_999,
    ...part,
  });

/** An Identify call that changed these properties. */
export const makeIdentify = (
  userChanges: JsonObject | null,
  part: Partial<WholeEvent> = {},
): WholeEvent =>
  makeTrackEvent({
    kind: "identify",
    source: "identify",
    eventType: "$identify",
    userChanges,
    ...part,
  });

export const ready = (prepared: Prepared): Extract<Prepared, { kind: "ready" }> => {
  if (prepared.kind !== "ready") throw new Error(`not ready: ${JSON.stringify(prepared)}`);
  return prepared;
};

/** The operations as they stand in a v2 batch. */
export const batchOperations = (destination: SyncDestination, event: Event): unknown[] =>
  ready(destination.prepare(event)).operations.map((operation) => JSON.parse(operation.json));

/** The operations as v1 calls. */
export const singleCalls = (destination: SyncDestination, event: Event): unknown[] =>
  ready(destination.prepare(event)).operations.map(({ single }) => ({
    ...single,
    body: JSON.parse(single.body),
  }));
