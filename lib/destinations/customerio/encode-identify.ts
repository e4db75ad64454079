import type { Identifier, Operation } from "@/lib/pipeline/ports";
import type { Event } from "@/lib/pipeline/source/event";
import type { SelectedProperty } from "@/lib/pipeline/transform/select-properties";
import { toUnixSeconds } from "./created-at";
import { identifiersJson } from "./identifier";
import { jsonText } from "./json-text";
import {
  ATTRIBUTE_NAME_BYTES_MAX,
  ATTRIBUTE_VALUE_BYTES_MAX,
  isLongerThan,
  utf8Bytes,
} from "./limits";
import { TrackOperation } from "./operation";

// What an update changed, as a Customer.io identify. One bad attribute would refuse the whole call, so it is left out and said.

/** The operation and what had to be left out. Without changes it creates the person and touches no attribute. Pure. */
export function encodeIdentify(
  event: Event,
  identifier: Identifier,
  properties: readonly SelectedProperty[],
  alone: boolean,
): { readonly operation: Operation; readonly warnings: readonly string[] } {
  const { members, warnings } = encodeAttributes(properties);
  // The second of receipt, not of the event: an older time than the last edit would silently change nothing.
  const seconds = Math.floor(event.receivedMs / 1000);
  const operation = new TrackOperation({
    kind: "identify",
    identifier,
    json: `{"type":"person","action":"identify","identifiers":${identifiersJson(identifier)},"timestamp":${seconds},"attributes":{${members.join()}}}`,
    v1Body: () => `{${[...members, `"_timestamp":${seconds}`].join()}}`,
    alone,
  });
  return { operation, warnings };
}

function encodeAttributes(properties: readonly SelectedProperty[]) {
  const members: string[] = [];
  const warnings: string[] = [];
  for (const property of properties) {
    const encoded = encodeAttribute(property);
    if ("problem" in encoded)
      warnings.push(`User property "${property.name}" left out: ${encoded.problem}`);
    else members.push(property.key + encoded.text);
  }
  return { members, warnings };
}

function encodeAttribute({
  name,
  value,
}: SelectedProperty): { text: string } | { problem: string } {
  if (isLongerThan(name, ATTRIBUTE_NAME_BYTES_MAX)) {
    return {
      problem: `its name has ${utf8Bytes(name)} bytes; Customer.io takes ${ATTRIBUTE_NAME_BYTES_MAX}`,
    };
  }
  if (name === "created_at" && value !== null) {
    const seconds = toUnixSeconds(value);
    return seconds === undefined ? { problem: "it is not a date" } : { text: String(seconds) };
  }
  const text = jsonText(value);
  if (text === undefined) return { problem: "it is not a finite number" };
  const measured = typeof value === "string" ? value : text;
  if (isLongerThan(measured, ATTRIBUTE_VALUE_BYTES_MAX)) {
    return {
      problem: `it has ${utf8Bytes(measured)} bytes; Customer.io takes ${ATTRIBUTE_VALUE_BYTES_MAX}`,
    };
  }
  return { text };
}
