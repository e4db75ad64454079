import Link from "next/link";
import { operatorSign } from "@/components/sync/filter/operator-labels";
import { formatQuantity } from "@/components/ui/text/format-number";
import { StatusPill } from "@/components/ui/text/status-pill";
import { whyHref } from "@/components/why/why-query";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Fate } from "@/lib/admin/events/fate";
import { propertyLabel } from "@/lib/admin/names/property-label";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import { appliedLabel, FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import { provesApplied, type ReportView } from "@/lib/admin/reports/report-view";
import type { FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import { shownValue } from "./shown-value";

interface TimelineFatesProps {
  readonly event: Pick<EventSummary, "projectId" | "uuid" | "offset">;
  readonly fates: readonly Fate[];
  /** Of the page. */
  readonly reports: readonly ReportView[];
}

/** What became of one event, a line for each sync. */
export function TimelineFates({ event, fates, reports }: TimelineFatesProps) {
  const { projectId, uuid } = event;
  if (fates.length === 0)
    return <span className="text-muted text-sm">Only stored: no destinations</span>;
  return (
    <ul className="flex min-w-0 flex-col gap-1.5">
      {fates.map((fate) => (
        <li key={fate.syncId} className="flex min-w-0 flex-col gap-0.5">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
            <StatusPill tone={FATE_TONES[fate.status]}>
              {fate.status === "delivered" && provesApplied(reports, fate.destination, event.offset)
                ? appliedLabel(fate.destination)
                : fateLabel(fate.status, fate.destination)}
            </StatusPill>
            <Link
              href={hrefOf(projectId, fate)}
              className="rounded text-link text-sm [overflow-wrap:anywhere] hover:underline"
            >
              {fate.syncName}
            </Link>
            <Link
              href={whyHref(projectId, { event: uuid, sync: String(fate.syncId) })}
              className="rounded text-link text-sm hover:underline"
            >
              Why?
            </Link>
          </span>
          <span className="text-muted text-sm [overflow-wrap:anywhere]">
            {fate.row === null ? (
              inShort(fate)
            ) : (
              <Link
                href={`/projects/${projectId}/destinations/${fate.syncId}/settings?row=${fate.row}`}
                className="rounded underline decoration-faint underline-offset-2 hover:text-link"
              >
                {inShort(fate)}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The row of the delivery log, where there is one. */
function hrefOf(projectId: number, { syncId, deliveryIds }: Fate): string {
  const page = `/projects/${projectId}/destinations/${syncId}`;
  const last = deliveryIds.at(-1);
  return last === undefined ? page : `${page}/deliveries?delivery=${last}`;
}

/** A few words beside the pill; the event's panel has all of them. */
function inShort({ reason, row, clause, destination, attemptCount, status }: Fate): string {
  const words: string[] = [];
  if (row !== null && clause !== null) words.push(`Row ${row}: ${saidOf(clause)}`);
  else if (reason !== null) words.push(reasonTitle(reason, destination));
  const isRetried = attemptCount > 1 || (attemptCount > 0 && status === "waiting");
  if (isRetried) words.push(formatQuantity(attemptCount, "attempt"));
  return words.join(" · ");
}

/** "price > 10, but it is 4" */
function saidOf({ property, op, values, actual }: NonNullable<Fate["clause"]>): string {
  const has = actual === undefined || actual === null ? "is missing" : `is ${shownValue(actual)}`;
  return `${propertyLabel(property)} ${operatorSign(op as FilterOperator)} ${values.join(", ")}, but it ${has}`;
}
