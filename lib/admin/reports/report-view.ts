import type { EventSummary } from "@/lib/admin/events/event-view";
import { connectorOf, isPartner } from "@/lib/engine/connectors/registry";
import type { ReportWords } from "@/lib/engine/connectors/report";
import type { SyncId } from "@/lib/kernel/brand";
import type { Report as Row } from "@/lib/platform/postgres/generated/client";

/** One thing that a destination said back, in words. */
export interface ReportView extends ReportWords {
  readonly id: number;
  readonly syncId: SyncId;
  readonly syncName: string;
  /** Of the destination. */
  readonly destination: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly subject: string | null;
  readonly recipient: string | null;
  /** Why it failed, in the destination's words. */
  readonly failure: string | null;
  readonly href: string | null;
  readonly messageId: string | null;
  /** The event that the destination names as what set it off, where the log has it. */
  readonly event: Pick<EventSummary, "offset" | "uuid" | "eventType"> | null;
}

/** Null for a report of a connector that this build does not know. */
export function toReportView(
  row: Row & { readonly sync: { readonly name: string; readonly partner: string } },
  event: ReportView["event"],
): ReportView | null {
  const connector = isPartner(row.sync.partner) ? connectorOf(row.sync.partner) : null;
  if (connector?.reports === undefined) return null;
  const report = connector.reports.read(row.body);
  const { subject, recipient, reason: failure, href, messageId } = report;
  return {
    id: Number(row.id),
    syncId: row.syncId as SyncId,
    syncName: row.sync.name,
    destination: connector.definition.displayName,
    at: row.happenedAt,
    receivedAt: row.receivedAt,
    ...connector.reports.words(report),
    subject,
    recipient,
    failure,
    href,
    messageId,
    event,
  };
}

/** Whether these reports prove that a destination applied the event: they name it as what set a message off. Pure. */
export const provesApplied = (
  reports: readonly Pick<ReportView, "destination" | "event">[],
  destination: string,
  offset: number,
): boolean =>
  reports.some((report) => report.destination === destination && report.event?.offset === offset);
