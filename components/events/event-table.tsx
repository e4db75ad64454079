import Link from "next/link";
import { sourceName } from "@/components/sources/source-names";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import type { EventSummary } from "@/lib/admin/events/event-view";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";

const COLUMNS: readonly Column[] = [
  { key: "event", title: "Event" },
  { key: "person", title: "User", wideOnly: true },
  { key: "time", title: "Event time" },
  { key: "received", title: "Received", wideOnly: true },
  { key: "source", title: "Source", wideOnly: true },
];

/** `hrefOf` gives the address that opens one event. */
export function EventTable({
  events,
  hrefOf,
}: {
  readonly events: readonly EventSummary[];
  readonly hrefOf: (event: EventSummary) => string;
}) {
  return (
    <Table label="Events" columns={COLUMNS}>
      {events.map((event) => (
        <TableRow key={event.offset}>
          <TableCell className="min-w-36">
            <Link
              href={hrefOf(event)}
              scroll={false}
              className="rounded font-medium text-link underline-offset-2 [overflow-wrap:anywhere] hover:underline"
            >
              {event.eventType}
            </Link>
            <p className="text-muted text-sm [overflow-wrap:anywhere] md:hidden">
              {event.userId ?? event.deviceId ?? "Nobody"}
            </p>
          </TableCell>
          <TableCell wideOnly className="min-w-44">
            {event.personId === NOBODY ? (
              <span className="text-muted">Nobody</span>
            ) : (
              <Link
                href={`/projects/${event.projectId}/users/${event.personId}`}
                className="rounded text-ink underline-offset-2 [overflow-wrap:anywhere] hover:underline"
              >
                {event.userId ?? (
                  <span className="text-muted">{event.deviceId ?? "Anonymous"}</span>
                )}
              </Link>
            )}
          </TableCell>
          <TableCell>
            <LocalTime at={event.eventTime.toISOString()} />
          </TableCell>
          <TableCell wideOnly className="text-muted">
            <LocalTime at={event.receivedAt.toISOString()} />
          </TableCell>
          <TableCell wideOnly className="text-muted">
            {sourceName(event.source)}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
