import type { Identifier, LeftOut, Operation } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { SelectedProperty } from "@/lib/engine/pipeline/transform/select-properties";
import { encodeAttribute } from "./encode-attribute";
import { identifiersJson } from "./identifier";
import { TrackOperation } from "./operation";

// What an update changed, as a Customer.io identify. What must be left out is said.

/** The operation and what had to be left out. Without changes it creates the person and touches no attribute. Pure. */
export function encodeIdentify(
  event: Event,
  identifier: Identifier,
  properties: readonly SelectedProperty[],
  alone: boolean,
): { readonly operation: Operation; readonly leftOut: readonly LeftOut[] } {
  const { members, leftOut } = encodeAttributes(properties);
  // The second of receipt, not of the event: an older time than the last edit would silently change nothing. Of history
  // that is what is wanted: it MUST NOT undo what was written since.
  const ms = event.source === "backfill" ? event.timeMs : event.receivedMs;
  const seconds = Math.floor(ms / 1000);
  const head = `{"type":"person","action":"identify","identifiers":${identifiersJson(identifier)},"timestamp":${seconds},"attributes":`;
  const attributesFrom = head.length;
  const separator = members.length === 0 ? "" : ",";
  const operation = new TrackOperation({
    kind: "identify",
    identifier,
    json: `${head}{${members.join()}}}`,
    v1Body: (json) => `${json.slice(attributesFrom, -2)}${separator}"_timestamp":${seconds}}`,
    alone,
  });
  return { operation, leftOut };
}

const ANONYMOUS_ID = "anonymous_id";

/**
 * The update, with the news that the person is the one on the device: Customer.io then gives them what was done on it
 * before. A selected property of that name wins. Pure.
 */
export function withDevice(
  { deviceId }: Event,
  update: readonly SelectedProperty[] | null,
): readonly SelectedProperty[] | null {
  if (deviceId === null || update?.some(({ name }) => name === ANONYMOUS_ID)) return update;
  return [...(update ?? []), { name: ANONYMOUS_ID, key: `"${ANONYMOUS_ID}":`, value: deviceId }];
}

function encodeAttributes(properties: readonly SelectedProperty[]) {
  const members: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const property of properties) {
    const encoded = encodeAttribute(property);
    if ("problem" in encoded)
      leftOut.push({ of: "user", name: property.name, why: encoded.problem });
    else members.push(property.key + encoded.text);
  }
  return { members, leftOut };
}
