import type { JsonObject } from "@/lib/kernel/json";
import { parseDate } from "./event-time";
import { isGiven, withNames } from "./other-names";

// A row of Amplitude's Export API, of its storage exports and of its webhooks, sent back as an event.

/** Docs, data backfill: the names under which the export gives what HTTP V2 takes. */
const NAMES = [
  ["$insert_id", "insert_id"],
  ["uuid", "insert_id"],
  ["version_name", "app_version"],
  ["device_carrier", "carrier"],
  ["ip_address", "ip"],
  ["device_type", "device_model"],
] as const;

/**
 * The row as an event of HTTP V2, dated by its `event_time`: that is when it happened, whatever the sender's clock
 * says now. `null` for what is no such row. Pure.
 */
export function fromExportRow(raw: JsonObject): JsonObject | null {
  const { time, event_time: date } = raw;
  if (isGiven(time) || typeof date !== "string") return null;
  const ms = parseDate(date);
  return ms === null ? null : withNames({ ...raw, time: ms }, NAMES);
}
