import { Card } from "@/components/ui/data/card";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { MinuteTime } from "@/components/ui/text/minute-time";
import { explainRejection } from "@/lib/admin/reasons/explain";
import type { SourceCounts, SourceStatus } from "@/lib/admin/sources/sources-status";
import {
  PERSON_CHARS_MAX,
  PERSON_PROPERTIES_MAX,
  PROPERTY_CHARS_MAX,
} from "@/lib/engine/pipeline/source/person-properties";
import { MinuteBars } from "./minute-bars";
import { SOURCE_NAMES } from "./source-names";

const COLUMNS = [
  { key: "window", title: "Period" },
  { key: "requests", title: "Requests", align: "right" },
  { key: "accepted", title: "Accepted", align: "right" },
  { key: "duplicate", title: "Duplicate", align: "right" },
  { key: "rejected", title: "Rejected", align: "right" },
] as const;

interface SourcePanelProps {
  readonly status: SourceStatus;
  readonly lastSeen: Date;
}

/** One ingestion endpoint that was used: what it took and what it refused. */
export function SourcePanel({ status, lastSeen }: SourcePanelProps) {
  const [name, path] = SOURCE_NAMES[status.source];
  return (
    <Card
      flush
      title={name}
      description={<code className="font-mono text-xs">POST {path}</code>}
      actions={
        <span className="text-muted text-sm">
          Last seen <MinuteTime at={lastSeen.toISOString()} />
        </span>
      }
    >
      <div className="px-4 pt-4 pb-3 sm:px-5">
        <MinuteBars minutes={status.minutes} label={`${name} events by minute`} />
      </div>
      <Table label={`${name}: events`} columns={COLUMNS} stacked>
        <CountsRow title="Last hour" counts={status.lastHour} />
        <CountsRow title="Last 24 h" counts={status.lastDay} />
      </Table>
      {status.reasons.length > 0 && <Reasons reasons={status.reasons} />}
      {status.limitedLastDay > 0 && <Limited events={status.limitedLastDay} />}
    </Card>
  );
}

/** Nothing is lost of the events, but of their people. */
function Limited({ events }: { readonly events: number }) {
  return (
    <p className="border-line border-t px-4 py-3.5 text-sm sm:px-5">
      <strong className="font-semibold">{formatCount(events)}</strong>{" "}
      {events === 1 ? "event" : "events"} of the last 24 h asked for more user properties than a
      person may have: {formatCount(PERSON_PROPERTIES_MAX)} of them,{" "}
      {formatCount(PROPERTY_CHARS_MAX)} characters in each, {PERSON_CHARS_MAX / 1_024} KB in all.
      What was there stayed; the events were stored.
    </p>
  );
}

function CountsRow({ title, counts }: { readonly title: string; readonly counts: SourceCounts }) {
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap font-medium">{title}</TableCell>
      <TableCell align="right" label="Requests">
        {formatCount(counts.requests)}
      </TableCell>
      <TableCell align="right" label="Accepted">
        {formatCount(counts.accepted)}
      </TableCell>
      <TableCell align="right" label="Duplicate">
        {formatCount(counts.duplicate)}
      </TableCell>
      <TableCell align="right" label="Rejected">
        <span className={counts.rejected > 0 ? "font-medium text-danger-ink" : ""}>
          {formatCount(counts.rejected)}
        </span>
      </TableCell>
    </TableRow>
  );
}

function Reasons({ reasons }: Pick<SourceStatus, "reasons">) {
  return (
    <div className="flex flex-col gap-2 border-line border-t px-4 py-3.5 sm:px-5">
      <h3 className="font-semibold text-sm">Why uploads were rejected, last 24 h</h3>
      <ul className="flex flex-col gap-1">
        {reasons.map(({ reason, requests, events }) => (
          <li key={reason} className="flex justify-between gap-4">
            <span className="min-w-0 break-words">{explainRejection(reason).title}</span>
            <span className="tabular shrink-0 font-medium">
              {formatQuantity(requests, "upload")}
              {events > 0 && `, ${formatQuantity(events, "event")}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
