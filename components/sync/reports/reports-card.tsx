import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { Panel } from "@/components/ui/data/panel";
import { KeyField } from "@/components/ui/forms/key-field";
import { formatQuantity } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import { refusedWords } from "@/lib/admin/reports/refused-words";
import type { ReportInbox } from "@/lib/admin/reports/report-inbox";

interface ReportsCardProps {
  readonly destination: string;
  readonly inbox: ReportInbox;
}

/** Where a destination says back what became of messages, and how that is set up. */
export function ReportsCard({ destination, inbox }: ReportsCardProps) {
  const { name, url, steps, hasKey, received, lastAt, refused } = inbox;
  return (
    <Card
      title={`What ${destination} says back`}
      description={`Its ${name}: sent, delivered, opened, bounced, on the user's timeline and under Why?`}
    >
      <div className="flex flex-col gap-4">
        {refused !== null && (
          <Callout tone="danger" title={`${destination}'s reports are refused`}>
            {refusedWords(refused.reason)} While a report is refused, {destination} holds back all
            that follow. {formatQuantity(refused.count, "request")} in all, the last{" "}
            <RelativeTime at={refused.at.toISOString()} />.
          </Callout>
        )}
        <p>
          {lastAt === null ? (
            hasKey ? (
              "Nothing has come yet."
            ) : (
              "Not set up."
            )
          ) : (
            <>
              {formatQuantity(received, "report")} kept, the last{" "}
              <RelativeTime at={lastAt.toISOString()} />.
            </>
          )}
        </p>
        <KeyField label="Endpoint URL" value={url} />
        <Panel title={`Set it up in ${destination}`} level={3}>
          <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-sm">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Panel>
      </div>
    </Card>
  );
}
