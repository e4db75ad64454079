import { createHash } from "node:crypto";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { parseDate } from "@/lib/engine/pipeline/source/event-time";
import {
  type FieldProblem,
  parseEvent,
  resolvedAlone,
} from "@/lib/engine/pipeline/source/parse-event";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { parseJsonOfData } from "@/lib/kernel/parse-json";
import { err, ok, type Result } from "@/lib/kernel/result";

/** What one line of an export says. */
export interface History {
  /** As it happened. It changes nobody: what its person was like then stands beside it. */
  readonly event: IncomingEvent;
  /** What its person was like then; null when the line does not say. */
  readonly userProperties: JsonObject | null;
}

/** What Amplitude's SDKs write where there is no value, `initial_utm_*` above all. */
const NO_VALUE = "EMPTY";

/**
 * A line of an export as history, or what is wrong with it. An event is known again by its `$insert_id`, else its `uuid`,
 * else the line itself. Pure.
 */
export function readHistory(text: string, receivedMs: number): Result<History, string> {
  const row = parsed(text);
  if (typeof row === "string") return err(row);
  const { event_time: date, time } = row;
  if (typeof date !== "string" && typeof time !== "number") return err("It has no event_time");
  if (typeof date === "string" && parseDate(date) === null && typeof time !== "number") {
    return err(`Its event_time "${date.slice(0, 40)}" is no time`);
  }
  const read = parseEvent(withoutEmpty(row), {
    source: "backfill",
    receivedMs,
    clientUploadMs: null,
    // It was accepted once, under whatever minimum.
    idCharsMin: 1,
    remoteAddress: null,
  });
  if (!read.ok) return err(read.error.map(wordsOf).join("; "));
  const { operations, onlySentUserProperties, insertId, ...event } = read.value;
  const userProperties = operations === null ? onlySentUserProperties : resolvedAlone(operations);
  return ok({
    event: {
      ...event,
      insertId: insertId ?? `line:${createHash("sha256").update(text).digest("hex").slice(0, 32)}`,
      operations: null,
      onlySentUserProperties: userProperties,
    },
    userProperties,
  });
}

function parsed(text: string): JsonObject | string {
  let value: Json;
  try {
    value = parseJsonOfData(text);
  } catch {
    return "It is not JSON";
  }
  return isJsonObject(value) ? value : "It is not a JSON object";
}

function withoutEmpty(row: JsonObject): JsonObject {
  const { user_properties: properties } = row;
  if (!isJsonObject(properties)) return row;
  const entries = Object.entries(properties);
  const given = entries.filter(([, value]) => value !== NO_VALUE);
  return given.length === entries.length
    ? row
    : { ...row, user_properties: Object.fromEntries(given) };
}

function wordsOf({ kind, field }: FieldProblem): string {
  switch (kind) {
    case "missing":
      return `${field} is missing`;
    case "invalid":
      return `${field} is not valid`;
    case "id_length":
      return `${field} is too short`;
  }
}
