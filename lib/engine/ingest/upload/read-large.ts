import type { Endpoint } from "@/lib/engine/ingest/endpoint";
import type { Steps } from "@/lib/engine/ingest/http/turns";
import type { EventProblem, Rejection } from "@/lib/engine/ingest/rejection";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { isGiven } from "@/lib/engine/pipeline/source/other-names";
import type { ParseContext } from "@/lib/engine/pipeline/source/parse-event";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { parseEvents } from "./parse-events";
import { parseJson } from "./parse-json";
import { readFields } from "./read-upload";
import { FIELDS_MAX, type ScannedField, type ScannedList, scanList, scanObject } from "./scan-json";

// A large body, read in many small steps and in two passes: where its parts are, and then, for whoever has a key, what
// they are. The fields that come out are those of a small body with the same text.

/**
 * Bytes beyond which a body is large. Any text up to here is parsed at once within a few milliseconds, whatever is in
 * it (the worst is a list of empty objects).
 */
export const LARGE_BYTES = 65_536;
/** What is no JSON object, a form say, and JSON inside a text. Docs: 1 MB for all APIs that take forms. */
const TEXT_BYTES_MAX = 1_048_576;
/** Parsed in one step, unless they are of a single event. */
const STEP_BYTES = LARGE_BYTES;
const QUOTE = 0x22;
/** Understood in one step. */
const STEP_EVENTS = 4;

/** A large body of which the small fields were read. */
interface LargeBody {
  readonly fields: JsonObject;
  readonly events: LargeEvents | null;
  readonly problems: readonly EventProblem[];
}

interface LargeEvents extends ScannedList {
  readonly field: string;
  readonly bytes: Buffer;
}

/** First pass: only what is small is parsed. */
export function* scanLarge(
  bytes: Buffer,
  contentType: string | undefined,
  endpoint: Endpoint,
): Steps<Result<LargeBody, Rejection>> {
  const { eventFields, eventsMax } = endpoint;
  if (!beginsLikeObject(bytes)) return yield* scanTexts(bytes, contentType, endpoint);
  const scanned = yield* scanObject(bytes, eventFields, eventsMax);
  if (!scanned.ok) return err({ kind: scanned.error });
  const { found: fields, problems } = scanned.value;
  const read = yield* readSmall(bytes, fields);
  if (read === null) return err({ kind: "invalid_json" });
  const own = eventFields.find((name) => fields.get(name)?.list != null || isGiven(read[name]));
  const list = own === undefined ? null : (fields.get(own)?.list ?? null);
  if (own === undefined || list === null) return yield* scanText(read, endpoint);
  return ok({ fields: read, events: { ...list, field: own, bytes }, problems });
}

/** The fields that are no lists of events; `null` when one of them is no JSON. */
function* readSmall(
  bytes: Buffer,
  fields: ReadonlyMap<string, ScannedField>,
): Steps<JsonObject | null> {
  const read: [string, Json][] = [];
  for (const [name, { start, end, list }] of fields) {
    const isText = bytes[start] === QUOTE;
    // Any other large field is unknown here: request_metadata, perhaps.
    if (list !== null || end - start > (isText ? TEXT_BYTES_MAX : STEP_BYTES)) continue;
    const value = parseJson(bytes.toString("utf8", start, end));
    if (value === undefined) return null;
    read.push([name, value]);
    if (end - start > STEP_BYTES / FIELDS_MAX) yield;
  }
  return Object.fromEntries(read);
}

/** A byte-order mark was dropped when the body was decoded. */
const beginsLikeObject = (bytes: Buffer): boolean =>
  /^\s*\{/.test(bytes.toString("latin1", 0, STEP_BYTES));

/** A body that carries its fields as texts. */
function* scanTexts(
  bytes: Buffer,
  contentType: string | undefined,
  endpoint: Endpoint,
): Steps<Result<LargeBody, Rejection>> {
  if (bytes.length > TEXT_BYTES_MAX || countFields(bytes) > FIELDS_MAX)
    return err({ kind: "too_large" });
  const fields = readFields(bytes.toString("utf8"), contentType);
  yield;
  return fields.ok ? yield* scanText(fields.value, endpoint) : fields;
}

function countFields(bytes: Buffer): number {
  let count = 1;
  for (let at = bytes.indexOf("&"); at !== -1; at = bytes.indexOf("&", at + 1)) count++;
  return count;
}

/** The events, when the field that has them has them as a text. */
function* scanText(fields: JsonObject, endpoint: Endpoint): Steps<Result<LargeBody, Rejection>> {
  const field = endpoint.eventFields.find((name) => isGiven(fields[name]));
  const text = field === undefined ? undefined : fields[field];
  if (field === undefined || typeof text !== "string" || text.length <= STEP_BYTES)
    return ok({ fields, events: null, problems: [] });
  const bytes = Buffer.from(text);
  const scanned = yield* scanList(bytes, endpoint.eventsMax);
  if (!scanned.ok)
    return err(
      scanned.error === "too_large"
        ? { kind: "too_large" }
        : { kind: "invalid_event_json", indexes: [] },
    );
  const { found, problems } = scanned.value;
  if (found === null) return err({ kind: "invalid_event_json", indexes: [] });
  // In a text a single event needs no list around it.
  return ok({ fields, events: { ...found, isList: true, field, bytes }, problems });
}

/** Second pass: all fields. */
export function* parseLarge(large: LargeBody): Steps<Result<JsonObject, Rejection>> {
  if (large.problems.length > 0) return err({ kind: "invalid_events", problems: large.problems });
  if (large.events === null) return ok(large.fields);
  const { field, bytes, ranges, isList } = large.events;
  const events: Json[] = [];
  for (let first = 0; first < ranges.length; ) {
    const start = ranges[first]?.start ?? 0;
    let last = first;
    while ((ranges[last + 1]?.end ?? Number.POSITIVE_INFINITY) - start <= STEP_BYTES) last++;
    const parsed = parseJson(`[${bytes.toString("utf8", start, ranges[last]?.end)}]`);
    if (!Array.isArray(parsed)) return err({ kind: "invalid_json" });
    events.push(...parsed);
    first = last + 1;
    yield;
  }
  if (events.length !== ranges.length) return err({ kind: "invalid_json" });
  return ok({ ...large.fields, [field]: isList ? events : (events[0] ?? null) });
}

/** `parseEvents`, a few at a time. */
export function* parseManyEvents(
  sent: readonly JsonObject[],
  endpoint: Endpoint,
  context: ParseContext,
): Steps<Result<readonly IncomingEvent[], Rejection>> {
  const events: IncomingEvent[] = [];
  const problems: EventProblem[] = [];
  for (let first = 0; first < sent.length; first += STEP_EVENTS) {
    const parsed = parseEvents(sent.slice(first, first + STEP_EVENTS), endpoint, context);
    if (parsed.ok) events.push(...parsed.value);
    else if (parsed.error.kind !== "invalid_events") return parsed;
    else
      for (const problem of parsed.error.problems)
        problems.push({ ...problem, index: problem.index + first });
    yield;
  }
  return problems.length > 0 ? err({ kind: "invalid_events", problems }) : ok(events);
}
