import Link from "next/link";
import { sourceName } from "@/components/sources/source-names";
import { LocalTime } from "@/components/ui/local-time";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/table";
import type { EventSummary } from "@/lib/projects/event-view";

const COLUMNS: readonly Column[] = [
  { key: "event", title: "Event" },
  { key: "person", title: "User" },
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
          <TableCell>
            <Link
              href={hrefOf(event)}
              scroll={false}
              className="break-words rounded font-medium text-link underline-offset-2 hover:underline"
            >
              {event.eventType}
            </Link>
          </TableCell>
          <TableCell>
            <Link
              href={`/projects/${event.projectId}/users/${event.personId}`}
              className="break-all rounded text-ink underline-offset-2 hover:underline"
            >
              {event.userId ?? <span className="text-muted">{event.deviceId ?? "Anonymous"}</span>}
            </Link>
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
