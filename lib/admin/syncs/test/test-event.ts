import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { eventPropertiesOf } from "@/lib/engine/pipeline/transform/properties";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";

/** By which whoever gets a test event knows it. */
export const TEST_MARK = "tributary_test";

interface TestOptions {
  /** Instead of whoever it was. */
  readonly person: string;
  readonly uuid: string;
  readonly nowMs: number;
}

/**
 * The event once more as a test: of now, under an id of its own so that no destination takes it for the first one, and
 * marked. Whoever it was goes from its ids, so that no destination joins them with the person it is sent for. Pure.
 */
export function testEventOf(event: WholeEvent, { person, uuid, nowMs }: TestOptions): WholeEvent {
  const { device_id: _device, insert_id: _insert, ...payload } = event.payload;
  const changes = event.userChanges;
  return {
    projectId: event.projectId,
    offset: event.offset,
    shard: event.shard,
    personId: event.personId,
    uuid,
    kind: event.kind,
    source: event.source,
    eventType: event.eventType,
    userId: event.userId,
    deviceId: event.deviceId,
    insertId: null,
    timeMs: nowMs,
    receivedMs: nowMs,
    payload: {
      ...payload,
      user_id: person,
      event_properties: { ...eventPropertiesOf(event), [TEST_MARK]: true },
    },
    userChanges:
      changes !== null && event.kind === "identify" ? { ...changes, [TEST_MARK]: true } : changes,
    userProperties: event.userProperties,
    userProperty: (name) => event.userProperty(name),
  };
}

/** The settings that send the mark as well. Pure. */
export const markedSettings = (settings: Settings): Settings => ({
  ...settings,
  eventProperties: [...settings.eventProperties, TEST_MARK],
  userProperties: [...settings.userProperties, TEST_MARK],
});
