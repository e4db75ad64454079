import { formatQuantity } from "@/components/ui/text/format-number";
import { ALL_EVENTS, type EventRow } from "@/lib/engine/pipeline/transform/settings";

/** "3 events, 2 filters": the panel's summary when it is closed. */
export function describeRows(rows: readonly EventRow[]): string {
  if (rows.length === 0) return "No events selected: none will be sent";
  const filters = rows.reduce((sum, row) => sum + row.where.length, 0);
  const isAll = rows.some(({ event }) => event === ALL_EVENTS);
  const events = isAll ? "All Events" : formatQuantity(rows.length, "event");
  return filters === 0 ? events : `${events}, ${formatQuantity(filters, "filter")}`;
}
