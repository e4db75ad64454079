import Link from "next/link";
import { ReportLine } from "@/components/reports/report-line";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import { whyHref } from "@/components/why/why-query";
import type { TimelineEvent } from "@/lib/admin/people/person-timeline";
import type { ReportView } from "@/lib/admin/reports/report-view";
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
  readonly projectId: number;
  readonly events: readonly TimelineEvent[];
  readonly reports: readonly ReportView[];
  /** The address that opens one event. */
  readonly hrefOf: (offset: number) => string;
}

/** A user's events and identifies, each with what every sync did with it, and what destinations said back. */
export function TimelineTable({ projectId, events, reports, hrefOf }: TimelineTableProps) {
  const rows = merged(events, reports);
  return (
    <Table label="Timeline" columns={COLUMNS} stacked>
      {rows.map((row) =>
        "event" in row && "fates" in row ? (
          <EventRow key={row.event.offset} {...row} reports={reports} hrefOf={hrefOf} />
        ) : (
          <ReportRow key={`report ${row.id}`} projectId={projectId} report={row} />
        ),
      )}
    </Table>
  );
}

/**
 * By time, newest first. Events keep their order, which is that of the log. Reports are dated in whole seconds, and what
 * is reported follows the event of the same second.
 */
function merged(
  events: readonly TimelineEvent[],
  reports: readonly ReportView[],
): readonly (TimelineEvent | ReportView)[] {
  const rows: (TimelineEvent | ReportView)[] = [];
  const left = [...reports];
  for (const row of events) {
    const second = Math.floor(row.event.eventTime.getTime() / 1000) * 1000;
    while (left[0] !== undefined && left[0].at.getTime() >= second) rows.push(...left.splice(0, 1));
    rows.push(row);
  }
  return [...rows, ...left];
}

interface EventRowProps extends TimelineEvent, Pick<TimelineTableProps, "reports" | "hrefOf"> {}

function EventRow({ event, changes, fates, reports, hrefOf }: EventRowProps) {
  return (
    <TableRow>
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
        <TimelineFates event={event} fates={fates} reports={reports} />
      </TableCell>
    </TableRow>
  );
}

interface ReportRowProps {
  readonly projectId: number;
  readonly report: ReportView;
}

function ReportRow({ projectId, report }: ReportRowProps) {
  const { at, destination } = report;
  return (
    <TableRow>
      <TableCell className="align-top text-muted">
        <LocalTime at={at.toISOString()} />
      </TableCell>
      <TableCell className="align-top text-muted text-sm sm:min-w-48">{destination} says</TableCell>
      <TableCell className="align-top sm:min-w-64 lg:min-w-108">
        <ReportLine
          report={report}
          eventHref={({ uuid }) => whyHref(projectId, { event: uuid, sync: String(report.syncId) })}
        />
      </TableCell>
    </TableRow>
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
