import type { IncomingEvent, WholeEvent } from "@/lib/engine/pipeline/source/event";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";

/** Some fixed moment; tests that need "now" pass their own. */
export const SOME_TIME_MS = Date.UTC(2026, 0, 15, 12, 0, 0);

/** An accepted event on its way into the log. */
export function makeIncoming(part: Partial<IncomingEvent> = {}): IncomingEvent {
  const merged = {
    kind: "event",
    source: "http_v2",
    eventType: "Song Played",
    userId: "ann@example.com",
    deviceId: null,
    insertId: null,
    timeMs: SOME_TIME_MS,
    receivedMs: SOME_TIME_MS,
    operations: null,
    onlySentUserProperties: null,
    payload: {},
    ...part,
  } as const;
  return { ...merged, payload: { event_type: merged.eventType, ...merged.payload } };
}

/** An event as the log gives it back. */
export function makeEvent(part: Partial<WholeEvent> = {}): WholeEvent {
  return {
    projectId: 1 as ProjectId,
    offset: 1 as Offset,
    shard: 0 as Shard,
    personId: 1 as PersonId,
    uuid: "00000000-0000-4000-8000-000000000001",
    kind: "event",
    source: "http_v2",
    eventType: "Song Played",
    userId: "ann@example.com",
    deviceId: null,
    insertId: null,
    timeMs: SOME_TIME_MS,
    receivedMs: SOME_TIME_MS,
    payload: {},
    userProperties: {},
    userProperty(name) {
      return ownProperty(this.userProperties, name);
    },
    userChanges: null,
    ...part,
  };
}
