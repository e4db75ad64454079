import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import type { BothEnds } from "@/lib/admin/syncs/metrics/both-ends";

interface BothEndsCardProps {
  readonly ends: BothEnds;
  /** The name of the destination, and what its answers call their number. */
  readonly destination: string;
  readonly confirmation: string;
}

/** Of the requests that were taken whole: what was sent in them, and what the answers to the same requests say. */
export function BothEndsCard({ ends, destination, confirmation }: BothEndsCardProps) {
  return (
    <Card
      title="Both ends"
      description={`Requests of this window that ${destination} took whole, as far as they are on record`}
    >
      {ends.first === null || ends.last === null ? (
        <p className="text-muted">{destination} took no request in this window.</p>
      ) : (
        <div className="flex flex-col gap-3">
          <KeyValues
            items={[
              ["Sent", formatQuantity(ends.sent, "event")],
              [
                "Confirmed",
                `${formatQuantity(ends.confirmed, "event")} (${confirmation} in the answers)`,
              ],
              ["Requests", requestWords(ends)],
              ["First", <LocalTime key="first" at={ends.first.toISOString()} />],
              ["Last", <LocalTime key="last" at={ends.last.toISOString()} />],
            ]}
          />
          <p className="text-muted">{differenceWords(ends, destination)}</p>
          {ends.lastDiffering !== null && (
            <p className="text-muted">
              The last of them: <LocalTime at={ends.lastDiffering.toISOString()} />
            </p>
          )}
        </div>
      )}
    </Card>
  );
}

/** Pure. */
function requestWords({ requests, unnamed, unnamedEvents, isCut }: BothEnds): string {
  const said = isCut ? `the newest ${formatCount(requests)}` : formatCount(requests);
  return unnamed === 0
    ? said
    : `${said}, of which the answers to ${formatCount(unnamed)} named no number (${formatQuantity(unnamedEvents, "event")}, not counted above)`;
}

/** Pure. */
const differenceWords = ({ differing, requests }: BothEnds, destination: string): string =>
  differing === 0
    ? "The numbers are the same in each request."
    : `The numbers differ in ${formatCount(differing)} of ${formatQuantity(requests, "request")}. What ${destination} did with the difference, its answers do not say.`;
