import type { Event } from "@/lib/engine/pipeline/source/event";
import { EVENT_FIELDS, HEAD_FIELDS } from "@/lib/engine/store/event-log/stored-event";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { EventSummary } from "./event-view";

// The log's rows as Prisma reads them.

export const HEAD_COLUMNS = Prisma.raw(HEAD_FIELDS);
export const EVENT_COLUMNS = Prisma.raw(EVENT_FIELDS);

/** A row as Prisma gives it: BIGINT columns as bigint. */
export type RawRow<Row> = {
  readonly [Column in keyof Row]: Row[Column] extends number ? Row[Column] | bigint : Row[Column];
};

/** A row as the store reads it: its counts, offsets and times are far below 2^53. */
export const toRow = <Row extends object>(row: RawRow<Row>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === "bigint" ? Number(value) : value,
    ]),
  ) as Row;

export const toEventSummary = (
  event: Omit<Event, "payload" | "userChanges" | "userProperty">,
): EventSummary => ({
  projectId: event.projectId,
  offset: event.offset,
  uuid: event.uuid,
  kind: event.kind,
  source: event.source,
  eventType: event.eventType,
  userId: event.userId,
  deviceId: event.deviceId,
  personId: event.personId,
  eventTime: new Date(event.timeMs),
  receivedAt: new Date(event.receivedMs),
});
