import type { Steps } from "@/lib/engine/ingest/http/turns";
import type { EventProblem } from "@/lib/engine/ingest/rejection";
import { LEVELS_MAX } from "@/lib/engine/pipeline/source/clean-json";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  JsonCursor,
  JsonValue,
  OPEN_BRACE,
  OPEN_BRACKET,
} from "./json-cursor";
import { parseJson } from "./parse-json";

// Where the parts of a large JSON text are, without parsing it: one look at each byte. So bombs are refused before
// anything is made of them, and the rest is parsed part by part. What is inside a part is checked when it is parsed.

/** Docs, HTTP V2: a request is under 1 MB, and an event with it; the same on Batch. */
const EVENT_BYTES_MAX = 1_048_576;
/** As many as fit into LARGE_BYTES at two bytes each: the limit does not depend on the size of the upload. */
const EVENT_VALUES_MAX = 32_768;
/** 2,000 events of 250 values; a parsed value takes about 100 bytes. */
const UPLOAD_VALUES_MAX = 500_000;
/** Beside the events; the docs know three. */
export const FIELDS_MAX = 1_000;

const NAME_BYTES_MAX = 100;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The events in a value: the members of a list, or the one object that it is. */
export interface ScannedList {
  readonly ranges: readonly Range[];
  readonly isList: boolean;
}

/** One field of an object; `list` when it holds events. */
export interface ScannedField extends Range {
  readonly list: ScannedList | null;
}

/** What was found, and the events that are over a budget. */
interface Scanned<T> {
  readonly found: T;
  readonly problems: readonly EventProblem[];
}

/** `invalid_json`: no such JSON; `too_large`: too many events, fields or values. */
type ScanFailure = "invalid_json" | "too_large";
type Scanning<T> = Steps<Result<Scanned<T>, ScanFailure>>;

/** The fields of the JSON object in `bytes`; those named in `eventFields` are taken apart. */
export function* scanObject(
  bytes: Buffer,
  eventFields: readonly string[],
  eventsMax: number,
): Scanning<ReadonlyMap<string, ScannedField>> {
  const cursor = new JsonCursor(bytes);
  const found = new Map<string, ScannedField>();
  const problems: EventProblem[] = [];
  if (!cursor.takes(OPEN_BRACE)) return err("invalid_json");
  if (cursor.takes(CLOSE_BRACE)) return yield* endOf(cursor, { found, problems });
  do {
    const name = cursor.takeName();
    if (name === null) return err("invalid_json");
    if (found.size === FIELDS_MAX) return err("too_large");
    cursor.skipBlanks();
    const start = cursor.at;
    const list = eventFields.includes(name)
      ? yield* scanEvents(cursor, eventsMax)
      : yield* scanOther(cursor);
    if (!list.ok) return list;
    problems.push(...list.value.problems);
    found.set(name, { start, end: cursor.at, list: list.value.found });
  } while (cursor.takes(COMMA));
  if (!cursor.takes(CLOSE_BRACE)) return err("invalid_json");
  return yield* endOf(cursor, { found, problems });
}

/** The events in the JSON that `bytes` hold; null when it is neither list nor object. */
export function* scanList(bytes: Buffer, eventsMax: number): Scanning<ScannedList | null> {
  const cursor = new JsonCursor(bytes);
  const events = yield* scanEvents(cursor, eventsMax);
  return events.ok ? yield* endOf(cursor, events.value) : events;
}

/** Only blanks may follow. */
function* endOf<T>(cursor: JsonCursor, scanned: Scanned<T>): Scanning<T> {
  for (let before = -1; before < cursor.at && !cursor.isAtEnd(); ) {
    before = cursor.at;
    yield;
    cursor.skipBlanks();
  }
  return cursor.isAtEnd() ? ok(scanned) : err("invalid_json");
}

function* scanOther(cursor: JsonCursor): Scanning<null> {
  const value = new JsonValue();
  while (!value.advance(cursor, nothing)) yield;
  return value.isCut ? err("invalid_json") : ok({ found: null, problems: [] });
}

const nothing = (): void => undefined;

function* scanEvents(cursor: JsonCursor, eventsMax: number): Scanning<ScannedList | null> {
  const ranges: Range[] = [];
  const problems: EventProblem[] = [];
  const isList = cursor.takes(OPEN_BRACKET);
  if (!isList && !cursor.comesNext(OPEN_BRACE)) return yield* scanOther(cursor);
  const found = { ranges, isList };
  if (isList && cursor.takes(CLOSE_BRACKET)) return ok({ found, problems });
  do {
    if (ranges.length === eventsMax) return err("too_large");
    const event = yield* scanEvent(cursor);
    if (!event.ok) return event;
    const { problem, ...range } = event.value;
    if (problem !== null) problems.push({ ...problem, index: ranges.length });
    ranges.push(range);
  } while (isList && cursor.takes(COMMA));
  return !isList || cursor.takes(CLOSE_BRACKET) ? ok({ found, problems }) : err("invalid_json");
}

type Problem = Omit<EventProblem, "index">;

function* scanEvent(
  cursor: JsonCursor,
): Steps<Result<Range & { readonly problem: Problem | null }, ScanFailure>> {
  cursor.skipBlanks();
  const start = cursor.at;
  const event = new EventScan(cursor);
  while (!event.advance()) yield;
  if (event.value.isCut || cursor.at === start) return err("invalid_json");
  cursor.values += event.value.values;
  if (cursor.values > UPLOAD_VALUES_MAX) return err("too_large");
  return ok({ start, end: cursor.at, problem: event.problem });
}

/** One event that is held to its budgets. */
class EventScan {
  readonly value = new JsonValue();
  /** What it exceeds first. */
  problem: Problem | null = null;
  readonly #cursor: JsonCursor;
  readonly #start: number;

  constructor(cursor: JsonCursor) {
    this.#cursor = cursor;
    this.#start = cursor.at;
  }

  advance(): boolean {
    return this.value.advance(this.#cursor, this.#look);
  }

  readonly #look = (): void => {
    if (this.problem !== null) return;
    const { depth, values } = this.value;
    // The event itself is one level, the outermost of its fields the next.
    if (depth > LEVELS_MAX + 1) this.#exceeds(`is deeper than ${LEVELS_MAX} levels`);
    else if (values > EVENT_VALUES_MAX) this.#exceeds(`has more than ${EVENT_VALUES_MAX} values`);
    else if (this.#cursor.at - this.#start > EVENT_BYTES_MAX)
      this.#exceeds(`is larger than ${EVENT_BYTES_MAX} bytes`);
  };

  #exceeds(why: string): void {
    const { textStart, textEnd } = this.value;
    const end = Math.min(textEnd, textStart + NAME_BYTES_MAX);
    const name = parseJson(this.#cursor.bytes.toString("utf8", textStart, end));
    const field = typeof name === "string" && name !== "" ? name.toWellFormed() : "event";
    this.problem = { kind: "invalid", field, why };
  }
}
