import type { Steps } from "@/lib/engine/ingest/http/turns";
import type { EventProblem, Rejection } from "@/lib/engine/ingest/rejection";
import { parseJson } from "@/lib/engine/ingest/upload/parse-json";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { parseDate } from "@/lib/engine/pipeline/source/event-time";
import { isGiven } from "@/lib/engine/pipeline/source/other-names";
import { type ParseContext, parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { toIdentifyEvent } from "@/lib/engine/pipeline/source/parse-identification";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";

// The body of a request of Amplitude's Webhook destination. Nobody says whether it holds one row or many, so all forms
// that receivers have met are taken: an object, a list, a list in `events`, and a row on each line.

/** As Batch. */
const ROWS_MAX = 2_000;
/** Understood in one step. */
const STEP_ROWS = 4;

export interface ReadRows {
  readonly events: readonly IncomingEvent[];
  /** What of the rows could not be read; the index counts rows. */
  readonly unread: readonly EventProblem[];
  /** The rows as they came, an empty one for what was no object. */
  readonly sent: readonly JsonObject[];
}

/** What can be read of a body, row by row: its sender cannot mend one, and the others are not to be lost for it. */
export function* readRows(text: string, context: ParseContext): Steps<Result<ReadRows, Rejection>> {
  const rows = rowsIn(text);
  if (rows === null) return err({ kind: "invalid_json" });
  if (rows.length === 0) return err({ kind: "missing_field", field: "events" });
  if (rows.length > ROWS_MAX) return err({ kind: "too_large" });
  const events: IncomingEvent[] = [];
  const unread: EventProblem[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % STEP_ROWS === STEP_ROWS - 1) yield;
    const read = readRow(row, context);
    if (read.ok) events.push(read.value);
    else for (const problem of read.error) unread.push({ ...problem, index });
  }
  return ok({ events, unread, sent: rows.map((row) => (isJsonObject(row) ? row : {})) });
}

/** `null` when nothing in it is JSON. A line that is none is a row that is none. */
function rowsIn(text: string): readonly (Json | undefined)[] | null {
  const whole = parseJson(text);
  if (isJsonObject(whole)) {
    const { events } = whole;
    return !isGiven(whole["event_type"]) && Array.isArray(events) ? events : [whole];
  }
  if (whole !== undefined) return Array.isArray(whole) ? whole : null;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // One that is cut off is no list of lines.
  const rows = lines.length <= ROWS_MAX ? lines.map(parseJson) : null;
  return rows?.some(isJsonObject) ? rows : null;
}

type RowProblem = Omit<EventProblem, "index">;

function readRow(
  row: Json | undefined,
  context: ParseContext,
): Result<IncomingEvent, readonly RowProblem[]> {
  if (!isJsonObject(row))
    return err([{ kind: "invalid", field: "", why: "a row is no JSON object" }]);
  const { event_time: date, time } = row;
  // Dated by when it happened to arrive, an event of hours ago would look like one of now.
  if (isGiven(date) && !isGiven(time) && (typeof date !== "string" || parseDate(date) === null))
    return err([{ kind: "invalid", field: "event_time" }]);
  return parseEvent(isEvent(row) ? row : toIdentifyEvent(row), context);
}

/** What is none is a user, in the format of Identify. */
const isEvent = (row: JsonObject): boolean =>
  ["event_type", "event_properties", "event_time"].some((field) => isGiven(row[field]));
