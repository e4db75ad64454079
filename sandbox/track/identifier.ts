import { exceedsBytes, isRecord } from "@/sandbox/json-object";
import type { WorkspaceConfig } from "@/sandbox/options";
import { IDENTIFIER_KINDS, type Identifier } from "@/sandbox/state/operation";
import type { Notes } from "./checked";
import { IDENTIFIER_BYTES_MAX } from "./limits";

const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const CIO_ID_SHAPE = /^[a-zA-Z0-9]+$/; // Customer.io: cio_[a-zA-Z0-9]*

/** The identifier of a v1 path: the server infers its kind from its shape. */
export function readPathIdentifier(
  value: string,
  mode: WorkspaceConfig["mode"],
  notes: Notes,
): Identifier | undefined {
  if (exceedsBytes(value, IDENTIFIER_BYTES_MAX)) {
    return notes.invalid("id", "id cannot be longer than 150 bytes");
  }
  if (value.startsWith("cio_")) {
    const cioId = value.slice("cio_".length);
    return CIO_ID_SHAPE.test(cioId)
      ? { kind: "cio_id", value: cioId }
      : notes.invalid("id", "invalid identifier");
  }
  const isEmail = mode === "email_or_id" && EMAIL_SHAPE.test(value);
  return { kind: isEmail ? "email" : "id", value };
}

/** The identifier of a v2 operation: exactly one, of a kind that the caller names. */
export function readIdentifiers(
  identifiers: unknown,
  field: string,
  mode: WorkspaceConfig["mode"],
  notes: Notes,
): Identifier | undefined {
  const [first, second] = isRecord(identifiers) ? Object.entries(identifiers) : [];
  if (first === undefined) return notes.required(field, "an identifier is required");
  if (second !== undefined) return notes.invalid(field, "exactly one identifier is allowed");
  const [name, value] = first;
  const kind = IDENTIFIER_KINDS.find((it) => it === name);
  if (kind === undefined) return notes.invalid(`${field}.${name}`, "unknown identifier");
  if (kind === "email" && mode === "id_only") {
    return notes.invalid(`${field}.email`, "this workspace identifies people by id only");
  }
  return readValue(kind, value, `${field}.${name}`, notes);
}

function readValue(
  kind: Identifier["kind"],
  value: unknown,
  field: string,
  notes: Notes,
): Identifier | undefined {
  if (value === null || value === "")
    return notes.required(field, `${kind} cannot be null or empty`);
  if (typeof value !== "string") return notes.invalid(field, `${kind} must be a string`);
  if (exceedsBytes(value, IDENTIFIER_BYTES_MAX)) {
    return notes.invalid(field, `${kind} cannot be longer than 150 bytes`);
  }
  if (kind === "cio_id" && !CIO_ID_SHAPE.test(value)) {
    return notes.invalid(field, "invalid identifier");
  }
  return { kind, value };
}
