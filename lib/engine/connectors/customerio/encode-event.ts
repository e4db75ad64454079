import type { Discard } from "@/lib/engine/connectors/connector";
import type { Identifier, LeftOut, Operation } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { SelectedProperty } from "@/lib/engine/pipeline/transform/select-properties";
import { err, ok, type Result } from "@/lib/kernel/result";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { eventId, eventKey } from "./event-id";
import { identifiersJson, isAnonymous } from "./identifier";
import { jsonText, NOT_FINITE } from "./json-text";
import { EVENT_DATA_BYTES_MAX, EVENT_NAME_BYTES_MAX, isLongerThan, utf8Bytes } from "./limits";
import { TrackOperation } from "./operation";

// An Amplitude event as Customer.io's `event`, page and screen views included.

/** The event's operation with what had to be left out, or why Customer.io would never take it. Pure. */
export function encodeEvent(
  event: Event,
  identifier: Identifier,
  properties: readonly SelectedProperty[],
  alone: boolean,
): Result<{ readonly operation: Operation; readonly leftOut: readonly LeftOut[] }, Discard> {
  const problem = nameProblem(event.eventType);
  if (problem) return err(problem);
  const { data, leftOut } = encodeData(properties);
  if (isLongerThan(data, EVENT_DATA_BYTES_MAX)) {
    return err({
      reason: "event_data_too_large",
      message: `The event data has ${utf8Bytes(data)} bytes; Customer.io takes ${EVENT_DATA_BYTES_MAX}`,
    });
  }
  const anonymous = isAnonymous(identifier);
  const head = `{"type":"person","action":"event","identifiers":${identifiersJson(identifier)},`;
  const common =
    `"name":${stringifyJson(event.eventType)},"id":"${eventId(event.timeMs, eventKey(event))}",` +
    `"timestamp":${eventSeconds(event)}`;
  const commonFrom = head.length;
  const commonTo = commonFrom + common.length;
  const dataFrom = commonTo + ATTRIBUTES.length;
  const operation = new TrackOperation({
    kind: "event",
    identifier,
    json: `${head}${common}${ATTRIBUTES}${data}}`,
    v1Body: (json) => {
      const whose = anonymous ? `"anonymous_id":${stringifyJson(identifier.value)},` : "";
      return `{"type":"event",${whose}${json.slice(commonFrom, commonTo)},"data":${json.slice(dataFrom)}`;
    },
    // Track API v2 documents no anonymous event.
    alone: alone || anonymous,
  });
  return ok({ operation, leftOut });
}

const ATTRIBUTES = ',"attributes":';

function nameProblem(name: string): Discard | undefined {
  if (name.trim() === "") {
    return { reason: "event_name_blank", message: "The event has no name" };
  }
  if (!isLongerThan(name, EVENT_NAME_BYTES_MAX)) return undefined;
  return {
    reason: "event_name_too_long",
    message: `The event name has ${utf8Bytes(name)} bytes; Customer.io takes ${EVENT_NAME_BYTES_MAX}`,
  };
}

/** Not later than the event was received: Customer.io holds back what is dated in the future. */
const eventSeconds = (event: Event): number =>
  Math.floor(Math.min(event.timeMs, event.receivedMs) / 1000);

function encodeData(properties: readonly SelectedProperty[]) {
  let members = "";
  const leftOut: LeftOut[] = [];
  for (const { key, name, value } of properties) {
    const text = jsonText(value);
    if (text === undefined) leftOut.push({ of: "event", name, why: NOT_FINITE });
    else members += members === "" ? key + text : `,${key}${text}`;
  }
  return { data: `{${members}}`, leftOut };
}
