import Link from "next/link";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import type { TimelineEvent } from "@/lib/admin/people/person-timeline";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { shownValue } from "./shown-value";
import { TimelineFates } from "./timeline-fates";

const COLUMNS: readonly Column[] = [
  { key: "time", title: "Event time" },
  { key: "event", title: "Event" },
  { key: "outcome", title: "What became of it" },
];

/** Changes and event properties that stand in a row. */
const SHOWN_MAX = 3;

interface TimelineTableProps {
  readonly events: readonly TimelineEvent[];
  /** The address that opens one event. */
  readonly hrefOf: (offset: number) => string;
}

/** A user's events and identifies, each with what every sync did with it. */
export function TimelineTable({ events, hrefOf }: TimelineTableProps) {
  return (
    <Table label="Timeline" columns={COLUMNS} stacked>
      {events.map(({ event, changes, fates }) => (
        <TableRow key={event.offset}>
          <TableCell className="align-top text-muted">
            <LocalTime at={event.eventTime.toISOString()} />
          </TableCell>
          <TableCell className="align-top sm:min-w-48">
            <div className="min-w-0">
              <Link
                href={hrefOf(event.offset)}
                scroll={false}
                className="rounded font-medium text-link underline-offset-2 [overflow-wrap:anywhere] hover:underline"
              >
                {event.eventType}
              </Link>
              {changes !== null && <Changes changes={changes} />}
            </div>
          </TableCell>
          <TableCell className="align-top sm:min-w-64 lg:min-w-108">
            <TimelineFates event={event} fates={fates} />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

/** What an event set or removed of the user, the first few. */
function Changes({ changes }: { readonly changes: JsonObject }) {
  const all = Object.entries(changes);
  const shown = all.slice(0, SHOWN_MAX).map(([name, value]) => {
    if (value === null) return `${name} removed`;
    return `${name}: ${isJsonObject(value) ? "{…}" : shownValue(value)}`;
  });
  const more = all.length > SHOWN_MAX ? [`${all.length - SHOWN_MAX} more`] : [];
  if (all.length === 0) return null;
  return (
    <p className="line-clamp-2 text-muted text-sm [overflow-wrap:anywhere]">
      {[...shown, ...more].join(" · ")}
    </p>
  );
}
