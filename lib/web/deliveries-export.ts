import { stringify } from "csv-stringify/sync";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { type FilteredEvent, listFiltered } from "@/lib/admin/events/list-filtered";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import type { WaitingEvent } from "@/lib/admin/events/waiting-event";
import type { Context } from "@/lib/admin/verb/context";
import type { Page } from "@/lib/admin/verb/paging";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { toDeliveryResource } from "@/lib/web/api/delivery-resource";

// What a view of the deliveries lists, as a file: page after page of the same verbs, so that nobody gets to see more
// than on screen, and no more than a page is in memory.

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ExportView = "settled" | "waiting" | "filtered";

export const EXPORT_TYPES = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
} as const satisfies Record<ExportFormat, string>;

/** The largest page of a list. */
const PAGE_ROWS = 200;

type Row = Readonly<Record<string, unknown>>;
type ListInput = Omit<Parameters<typeof listDeliveries>[1], "cursor" | "limit">;

/** The file in pieces. The first has the head of a CSV, also when there are no rows. */
export async function* deliveriesExport(
  ctx: Context,
  view: ExportView,
  format: ExportFormat,
  input: ListInput,
): AsyncGenerator<string> {
  let header = true;
  for (let cursor: string | undefined; ; ) {
    const page = await rowsOf(ctx, view, { ...input, cursor, limit: PAGE_ROWS });
    yield format === "ndjson" ? page.items.map(toLine).join("") : toCsv(page.items, view, header);
    header = false;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

async function rowsOf(
  ctx: Context,
  view: ExportView,
  input: Parameters<typeof listDeliveries>[1],
): Promise<Page<Row>> {
  switch (view) {
    case "settled":
      return mapped(await listDeliveries(ctx, input), toDeliveryResource);
    case "waiting":
      return mapped(await listWaiting(ctx, input), waitingRow);
    case "filtered":
      return mapped(await listFiltered(ctx, input), filteredRow);
  }
}

const mapped = <T>({ items, nextCursor }: Page<T>, toRow: (item: T) => Row): Page<Row> => ({
  items: items.map(toRow),
  nextCursor,
});

const waitingRow = (event: WaitingEvent) => ({
  ...eventFields(event),
  reason: event.reason,
  message: event.message,
  attempts: event.attempts,
  next_attempt_at: event.nextAttemptAt?.toISOString() ?? null,
  behind: event.behind?.eventUuid ?? null,
  waiting_since: event.waitingSince.toISOString(),
});

const filteredRow = (event: FilteredEvent) => ({
  ...eventFields(event),
  reason: event.reason,
  message: event.message,
  destination_version: event.version,
  row: event.row,
  clause: event.clause,
});

const eventFields = (event: WaitingEvent | FilteredEvent) => ({
  event_type: event.eventType,
  event_kind: event.kind,
  event_uuid: "uuid" in event ? event.uuid : event.eventUuid,
  event_offset: event.offset,
  user_id: event.userId,
  device_id: event.deviceId,
  person_id: String(event.personId),
  event_time: event.eventTime.toISOString(),
  received_at: event.receivedAt.toISOString(),
});

const toLine = (row: Row): string => `${stringifyJson(row as object)}\n`;

const EVENT_COLUMNS = [
  ...["event_type", "event_kind", "event_uuid", "event_offset", "user_id", "device_id"],
  ...["person_id", "event_time", "received_at"],
];

const COLUMNS: Readonly<Record<ExportView, readonly string[]>> = {
  settled: [
    ...["id", "destination_id", "destination_version", "status", "reason", "message", "field"],
    ...[
      "warnings",
      "attempts",
      "event_type",
      "event_kind",
      "event_uuid",
      "event_offset",
      "user_id",
    ],
    ...["person_id", "identifier", "identifier_kind", "request_id", "event_time", "received_at"],
    ...["settled_at", "latency_ms"],
  ],
  waiting: [
    ...EVENT_COLUMNS,
    ...["reason", "message", "attempts", "next_attempt_at", "behind", "waiting_since"],
  ],
  filtered: [...EVENT_COLUMNS, ...["reason", "message", "destination_version", "row", "clause"]],
};

/** Whatever a spreadsheet would take for a formula gets an apostrophe before it: names and ids come from strangers. */
const toCsv = (rows: readonly Row[], view: ExportView, header: boolean): string =>
  stringify(
    rows.map((row) => ({ ...row, warnings: [row["warnings"] ?? []].flat().join("; ") })),
    {
      columns: [...COLUMNS[view]],
      header,
      escape_formulas: true,
      record_delimiter: "windows",
    },
  );
