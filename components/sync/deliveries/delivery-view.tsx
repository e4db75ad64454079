import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/data/code-block";
import { KeyValues } from "@/components/ui/data/key-values";
import { formatCount, formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Delivery } from "@/lib/admin/events/delivery";
import type { ShownDelivery } from "@/lib/admin/events/shown-delivery";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import { RequestView } from "./request-view";
import { SentView } from "./sent-view";

/** What became of one event: the outcome, the event as received, what was sent, and the answer. */
export function DeliveryView({
  detail,
  destination,
}: {
  readonly detail: ShownDelivery;
  /** The name of the destination. */
  readonly destination: string;
}) {
  const { delivery, received, sent, request } = detail;
  return (
    <>
      <KeyValues items={facts(delivery, destination)} />
      <Section title="Event as received">
        {received === null ? (
          <p className="text-muted">The event is older than the log's retention.</p>
        ) : (
          <CodeBlock label="Event as received" code={received} />
        )}
      </Section>
      <Section title="What was sent">
        <SentView sent={sent} />
      </Section>
      <Section title="Request">
        <RequestView request={request} destination={destination} />
      </Section>
    </>
  );
}

function facts(delivery: Delivery, destination: string): (readonly [string, ReactNode])[] {
  const { outcome, reason, message, field, warnings, identifier, latencyMs } = delivery;
  const optional: (readonly [string, ReactNode] | null)[] = [
    reason === "" ? null : ["Reason", reasonTitle(reason, destination)],
    message === null ? null : ["Explanation", message],
    field === null ? null : ["Field", <code key="field">{field}</code>],
    warnings.length === 0 ? null : ["Warnings", warnings.join("; ")],
  ];
  return [
    [
      "Outcome",
      <StatusPill key="outcome" tone={FATE_TONES[outcome]}>
        {fateLabel(outcome, destination)}
      </StatusPill>,
    ],
    ...optional.filter((fact) => fact !== null),
    ["Identifier", identifier === null ? "(none)" : `${identifier} (${delivery.identifierKind})`],
    ["User ID", delivery.userId ?? "(none)"],
    ["Attempts", formatCount(delivery.attempts)],
    ...(latencyMs === null ? [] : [["Latency", formatDuration(latencyMs)] as const]),
    ["Event time", <LocalTime key="event" at={delivery.eventTime.toISOString()} />],
    ["Received", <LocalTime key="received" at={delivery.receivedAt.toISOString()} />],
    ["Settled", <LocalTime key="settled" at={delivery.settledAt.toISOString()} />],
    ["Settings", `Version ${delivery.syncVersion}`],
  ];
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-ink">{title}</h3>
      {children}
    </section>
  );
}
