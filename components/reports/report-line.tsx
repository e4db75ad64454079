import Link from "next/link";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { ReportView } from "@/lib/admin/reports/report-view";

interface ReportLineProps {
  readonly report: ReportView;
  /** Null where the event is what the page is about. */
  readonly eventHref: ((event: { readonly uuid: string }) => string) | null;
}

/** What a destination said back, in one line and a half. */
export function ReportLine({ report, eventHref }: ReportLineProps) {
  const { title, tone, subject, recipient, failure, href, event } = report;
  const facts = [subject && `“${subject}”`, recipient && `to ${recipient}`, href].filter(Boolean);
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <StatusPill tone={tone}>{failure === null ? title : `${title}: ${failure}`}</StatusPill>
        {event !== null && eventHref !== null && (
          <span className="text-muted text-sm">
            set off by{" "}
            <Link
              href={eventHref(event)}
              className="rounded text-link [overflow-wrap:anywhere] hover:underline"
            >
              {event.eventType}
            </Link>
          </span>
        )}
      </span>
      {facts.length > 0 && (
        <span className="text-muted text-sm [overflow-wrap:anywhere]">{facts.join(" · ")}</span>
      )}
    </div>
  );
}
