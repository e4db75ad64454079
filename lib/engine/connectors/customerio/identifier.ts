import type { Discard, SentEvent } from "@/lib/engine/connectors/connector";
import type { Identifier } from "@/lib/engine/pipeline/ports";
import { mapIdentifier } from "@/lib/engine/pipeline/transform/map-identifier";
import type { Json } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { IDENTIFIER_BYTES_MAX, isLongerThan, utf8Bytes } from "./limits";
import type { IdentifierType } from "./parameters";

// How Customer.io finds the person: by email, by cio_id, or by id. The value is never altered and never cut.

const CIO_PREFIX = "cio_";
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

/** The person's identifier, or why it cannot be one. `auto` follows the docs: `cio_` prefix, e-mail shape, else id. Pure. */
export function resolveIdentifier(
  value: Json | undefined,
  type: IdentifierType,
): Result<Identifier, Discard> {
  const mapped = mapIdentifier(value);
  if (!mapped.ok) return err({ reason: mapped.error, message: PROBLEMS[mapped.error] });
  if (isLongerThan(mapped.value, IDENTIFIER_BYTES_MAX)) return err(tooLong(mapped.value));
  const kind = type === "auto" ? kindOf(mapped.value) : type;
  if (kind === "cio_id" && mapped.value === CIO_PREFIX) {
    return err({ reason: "invalid_identifier", message: "Nothing follows the prefix cio_" });
  }
  return ok({ kind, value: mapped.value });
}

/** Kind of what stands in for an identifier in an anonymous event. */
const ANONYMOUS_KIND = "anonymous_id";

export const isAnonymous = ({ kind }: Identifier): boolean => kind === ANONYMOUS_KIND;

/**
 * As what an event without identifier goes out: the device, or why it cannot. Of a user update there is no anonymous
 * form. Pure.
 */
export function resolveAnonymous(
  { kind, deviceId }: Pick<SentEvent, "kind" | "deviceId">,
  problem: Discard,
): Result<Identifier, Discard> {
  if (problem.reason !== "missing_identifier" || kind !== "event") return err(problem);
  if (deviceId === null) {
    return err({
      ...problem,
      message: `${problem.message}, and no Device ID for an anonymous one`,
    });
  }
  if (isLongerThan(deviceId, IDENTIFIER_BYTES_MAX)) return err(tooLong(deviceId));
  return ok({ kind: ANONYMOUS_KIND, value: deviceId });
}

const tooLong = (value: string): Discard => ({
  reason: "identifier_too_long",
  message: `The identifier has ${utf8Bytes(value)} bytes; Customer.io takes ${IDENTIFIER_BYTES_MAX}`,
});

const PROBLEMS = {
  missing_identifier:
    "The event has no value for the property mapped to Customer.io User Identifier",
  invalid_identifier:
    "The identifier is neither text nor a finite number, or is not well-formed text",
} as const;

function kindOf(value: string): Exclude<IdentifierType, "auto"> {
  if (value.startsWith(CIO_PREFIX)) return "cio_id";
  return EMAIL.test(value) ? "email" : "id";
}

/** `identifiers` of a v2 operation as JSON: exactly one key, `cio_id` without its prefix. Pure. */
export function identifiersJson({ kind, value }: Identifier): string {
  const bare =
    kind === "cio_id" && value.startsWith(CIO_PREFIX) ? value.slice(CIO_PREFIX.length) : value;
  return `{"${kind}":${stringifyJson(bare)}}`;
}

/** Whether a v1 path can carry it: URL normalisation turns a segment `.` or `..` into another call. Pure. */
export const fitsIntoPath = ({ value }: Identifier): boolean => value !== "." && value !== "..";

/** The v1 path of the person, the identifier as one encoded segment; a `cio_id` has its prefix here. Pure. */
export function customerPath({ kind, value }: Identifier): string {
  const full = kind === "cio_id" && !value.startsWith(CIO_PREFIX) ? CIO_PREFIX + value : value;
  return `/api/v1/customers/${encodeURIComponent(full)}`;
}
