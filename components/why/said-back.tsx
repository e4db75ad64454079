import { ReportLine } from "@/components/reports/report-line";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { LocalTime } from "@/components/ui/text/local-time";
import type { ReportView } from "@/lib/admin/reports/report-view";
import type { EventReports } from "@/lib/admin/reports/reports-of-event";
import type { WhyQuery } from "./why-query";

interface SaidBackProps {
  readonly reports: EventReports;
  readonly hrefTo: (changes: WhyQuery) => string;
}

/** What destinations said back after an event: what it set off, and what else became of its user's messages. */
export function SaidBack({ reports: { named, others }, hrefTo }: SaidBackProps) {
  const destination = [...named, ...others][0]?.destination;
  if (destination === undefined) return null;
  return (
    <Card title={`What ${destination} said back`} flush>
      {named.length > 0 && (
        <section
          aria-label="Set off by this event"
          className="flex flex-col gap-3 px-4 py-4 sm:px-5"
        >
          <Callout tone="positive" title="Applied">
            {destination} names this very event as what set off the message: it arrived and a
            campaign fired.
          </Callout>
          <Reports reports={named} hrefTo={null} />
        </section>
      )}
      {others.length > 0 && (
        <section
          aria-label="Other messages"
          className="flex flex-col gap-3 border-line border-t px-4 py-4 first:border-t-0 sm:px-5"
        >
          <p className="text-muted text-sm">
            Of the 72 hours after it, about this user. {destination} does not say that this event
            set them off, so nothing is claimed.
          </p>
          <Reports reports={others} hrefTo={hrefTo} />
        </section>
      )}
    </Card>
  );
}

/** In the order in which it happened. */
function Reports({
  reports,
  hrefTo,
}: {
  readonly reports: readonly ReportView[];
  /** Null where all are about the event of the page. */
  readonly hrefTo: SaidBackProps["hrefTo"] | null;
}) {
  return (
    <ol className="flex flex-col gap-2.5">
      {reports.toReversed().map((report) => (
        <li
          key={report.id}
          className="grid grid-cols-1 items-baseline gap-x-4 sm:grid-cols-[11rem_minmax(0,1fr)]"
        >
          <span className="text-muted text-sm">
            <LocalTime at={report.at.toISOString()} />
          </span>
          <ReportLine
            report={report}
            eventHref={hrefTo && (({ uuid }) => hrefTo({ event: uuid }))}
          />
        </li>
      ))}
    </ol>
  );
}
