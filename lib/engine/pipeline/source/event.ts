import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import type { Json, JsonObject } from "@/lib/kernel/json";
import type { PropertyOperations } from "./property-operations";

// The two shapes of an event: as ingestion accepted it, and as the log gives it back.

/** `identify` and `group_identify` are never sent as events; see spec "Which events". */
export type EventKind = "event" | "identify" | "group_identify";

/** The endpoint an event came through; `backfill`: it is history, brought by a backfill. */
export type Source =
  | "http_v2"
  | "batch"
  | "identify"
  | "group_identify"
  | "amplitude_webhook"
  | "backfill";

/** Amplitude has these events already. */
export const FROM_AMPLITUDE: ReadonlySet<Source> = new Set<Source>([
  "amplitude_webhook",
  "backfill",
]);

/**
 * An accepted event on its way into the log. Ids and the event's name are well-formed UTF-16 without NUL, and userId,
 * deviceId and eventType take at most 2,048 bytes in UTF-8; names and values inside `payload` may be any text.
 */
export interface IncomingEvent {
  readonly kind: EventKind;
  readonly source: Source;
  /** `$identify` and `$groupidentify` for the other two kinds. */
  readonly eventType: string;
  /** Both ids are null only for `group_identify`. */
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly insertId: string | null;
  /** Event time in ms after the clock rule. */
  readonly timeMs: number;
  readonly receivedMs: number;
  /** The event as received: strings cut to Amplitude's limit, `$remote` replaced, prototype keys harmless, nothing else altered. */
  readonly payload: JsonObject;
  /** Absent when the event carries no user properties, or says `$skip_user_properties_sync`. */
  readonly operations: PropertyOperations | null;
  /** `$skip_user_properties_sync`: the snapshot is just what was sent, and the person is not changed. */
  readonly onlySentUserProperties: JsonObject | null;
}

/** An event read from the log. */
export interface Event {
  readonly projectId: ProjectId;
  readonly offset: Offset;
  readonly shard: Shard;
  readonly personId: PersonId;
  /** Given by the server on acceptance. */
  readonly uuid: string;
  readonly kind: EventKind;
  readonly source: Source;
  readonly eventType: string;
  /** As sent or, for an anonymous event of a known device, the device's last known user. */
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly insertId: string | null;
  readonly timeMs: number;
  readonly receivedMs: number;
  /** The event as received; its `event_properties` and built-ins (`platform`, `country`, …) are read from here. */
  readonly payload: JsonObject;
  /** What this event changed, resolved (`$add` gives the sum); `null` means removed. `null` when it changed nothing. */
  readonly userChanges: JsonObject | null;
  /**
   * A property of the person right after this event. Of an event from the log the names MUST have been loaded
   * (EventLog.loadUserProperties); throws otherwise.
   */
  userProperty(name: string): Json | undefined;
}

/** An event with all properties that its person had right after it. */
export interface WholeEvent extends Event {
  readonly userProperties: JsonObject;
}
