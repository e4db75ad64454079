import { dedupeKeys } from "@/lib/engine/pipeline/source/dedupe-key";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { breather } from "@/lib/platform/breather";
import { hashDedupeKey } from "./duplicates";
import { eventUuid } from "./event-uuid";

/** An event with what of its rows can be made before the head is locked. */
export interface PreparedEvent {
  readonly event: IncomingEvent;
  /** What it is stored under, however often that is tried. */
  readonly uuid: string;
  /** As in `insert_ids`; none for an event that is never a duplicate. */
  readonly keys: readonly string[];
  /** The event's payload as JSON. */
  readonly payload: string;
}

/** The first of the events, at least one, until their payloads come to `charsMax`. */
export async function prepareEvents(
  events: readonly IncomingEvent[],
  charsMax: number,
): Promise<readonly PreparedEvent[]> {
  const prepared: PreparedEvent[] = [];
  let chars = 0;
  for (const event of events) {
    if (chars >= charsMax) break;
    const pause = breather.breathe();
    if (pause !== null) await pause;
    const keys = dedupeKeys(event).map(hashDedupeKey);
    const payload = stringifyJson(event.payload);
    chars += payload.length;
    prepared.push({ event, uuid: eventUuid(event.receivedMs), keys, payload });
  }
  return prepared;
}
