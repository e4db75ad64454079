import { byteSize, exceedsBytes, isRecord, type JsonRecord } from "@/sandbox/json-object";
import { CONTROL_KEYS } from "@/sandbox/state/identify";
import type { Notes } from "./checked";
import { ATTRIBUTE_NAME_BYTES_MAX, ATTRIBUTE_VALUE_BYTES_MAX, ATTRIBUTES_MAX } from "./limits";
import { readTime } from "./read-time";

const SYSTEM_KEYS = ["cio_id", "_created_in_customerio_at"];
const UNMEASURED = new Set(["cio_relationships", "cio_subscription_preferences"]);

/** The wording of the two API versions differs. */
interface AttributeWording {
  readonly field: (name: string) => string;
  readonly tooLong: (name: string) => string;
}

export const V1_WORDING: AttributeWording = {
  field: (name) => name,
  tooLong: (name) => `value for attribute ‘${name}’ cannot be longer than 1000 bytes`,
};
export const V2_WORDING: AttributeWording = {
  field: (name) => `attributes.${name}`,
  tooLong: () => "property value cannot be longer than 1000 bytes",
};

/** Checks the attributes of an identify: their number, names, sizes, and the keys with a meaning of their own. */
export function checkAttributes(
  attributes: JsonRecord,
  wording: AttributeWording,
  now: number,
  notes: Notes,
): void {
  const names = Object.keys(attributes).filter((name) => !CONTROL_KEYS.has(name));
  if (names.length > ATTRIBUTES_MAX) {
    notes.invalid("attributes", "cannot identify more than 300 attributes in one request");
  }
  for (const name of names) checkAttribute(name, attributes[name], wording, notes);
  checkBodyIdentifiers(attributes, wording, notes);
  checkCreatedAt(attributes["created_at"], wording.field("created_at"), now, notes);
  for (const key of SYSTEM_KEYS) {
    if (attributes[key] !== undefined) notes.found("reserved-key", key, "owned by the system");
  }
}

function checkAttribute(
  name: string,
  value: unknown,
  wording: AttributeWording,
  notes: Notes,
): void {
  if (exceedsBytes(name, ATTRIBUTE_NAME_BYTES_MAX)) {
    notes.invalid(wording.field(name), "attribute name cannot be longer than 150 bytes");
  }
  if (UNMEASURED.has(name)) return;
  const long =
    typeof value === "string"
      ? exceedsBytes(value, ATTRIBUTE_VALUE_BYTES_MAX)
      : isCompound(value) && byteSize(value) > ATTRIBUTE_VALUE_BYTES_MAX;
  if (long) notes.invalid(wording.field(name), wording.tooLong(name));
}

const isCompound = (value: unknown) => isRecord(value) || Array.isArray(value);

function checkBodyIdentifiers(
  attributes: JsonRecord,
  wording: AttributeWording,
  notes: Notes,
): void {
  const id = attributes["id"];
  if (id === undefined) return;
  const field = wording.field("id");
  if (typeof id !== "string") notes.invalid(field, "id attribute must be a string value");
  else if (id === "") notes.invalid(field, "id attribute cannot be an empty string");
  else if (id.startsWith("cio_")) notes.found("body-id-cio", field, id);
}

function checkCreatedAt(value: unknown, field: string, now: number, notes: Notes): void {
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    notes.found("iso-created-at", field, value.slice(0, 40));
  } else if (typeof value === "number") {
    readTime(value, field, now, notes);
  }
}
