import { CodeBlock } from "@/components/ui/data/code-block";
import { KeyValues } from "@/components/ui/data/key-values";
import { formatCount, formatDuration, formatQuantity } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import type { DeliveryRequestView } from "@/lib/admin/events/delivery";

/** The HTTP request that settled it: status, duration, answer. */
export function RequestView({
  request,
  destination,
}: {
  readonly request: DeliveryRequestView | null;
  readonly destination: string;
}) {
  if (request === null) return <p className="text-muted">No request was made.</p>;
  return (
    <>
      <KeyValues
        items={[
          ["Request", <code key="request">{`${request.method} ${request.path}`}</code>],
          ["Status", request.status === null ? "No answer" : String(request.status)],
          ["Duration", formatDuration(request.durationMs)],
          ["Sent", <LocalTime key="sent" at={request.startedAt.toISOString()} />],
          [
            "Size",
            `${formatQuantity(request.items, "operation")}, ${formatCount(request.bytes)} bytes`,
          ],
          ["Verdict", request.verdict.replaceAll("_", " ")],
          ...(request.confirmed === null
            ? []
            : [
                [
                  `Confirmed by ${destination}`,
                  formatQuantity(request.confirmed, "event"),
                ] as const,
              ]),
        ]}
      />
      {request.answer !== null && (
        <CodeBlock label={`Answer of ${destination}`} code={request.answer} wrap />
      )}
    </>
  );
}
