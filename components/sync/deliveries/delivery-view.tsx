import Link from "next/link";
import { AttemptList } from "@/components/events/attempt-list";
import { Callout } from "@/components/ui/data/callout";
import { CodeBlock } from "@/components/ui/data/code-block";
import { KeyValues } from "@/components/ui/data/key-values";
import { formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Delivery } from "@/lib/admin/events/delivery";
import type { ShownDelivery } from "@/lib/admin/events/shown-delivery";
import { explainFate, reasonTitle } from "@/lib/admin/reasons/explain";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import { Copied, eventFacts, type Fact, versionFact } from "./event-facts";
import { PanelSection } from "./panel-section";
import { RequestView } from "./request-view";
import { SentView } from "./sent-view";

interface DeliveryViewProps {
  readonly detail: ShownDelivery;
  readonly projectId: number;
  /** The name of the destination. */
  readonly destination: string;
  /** The page of the sync's deliveries. */
  readonly base: string;
}

/** What became of one event: the outcome, every attempt, the event as received, what was sent, and the answer. */
export function DeliveryView({ detail, projectId, destination, base }: DeliveryViewProps) {
  const { delivery, received, sent, request, attempts } = detail;
  return (
    <>
      <Again detail={detail} destination={destination} base={base} />
      <KeyValues items={facts(delivery, projectId, destination, base)} />
      <PanelSection title="Attempts">
        <AttemptList attempts={attempts} />
      </PanelSection>
      <PanelSection title="Event as received">
        {received === null ? (
          <p className="text-muted">The event is older than the log's retention.</p>
        ) : (
          <CodeBlock label="JSON" code={received} wrap />
        )}
      </PanelSection>
      <PanelSection title="What was sent">
        <SentView sent={sent} />
      </PanelSection>
      <PanelSection title="Last request">
        <RequestView request={request} destination={destination} />
      </PanelSection>
    </>
  );
}

/** What became of it when it was sent again. */
function Again({ detail: { again }, destination, base }: Omit<DeliveryViewProps, "projectId">) {
  if (again === null) return null;
  if (again.kind === "waiting") {
    return (
      <Callout
        announce
        actions={
          <Link
            href={`${base}?view=waiting&event_at=${again.offset}`}
            className="rounded text-link hover:underline"
          >
            Open it
          </Link>
        }
      >
        In line to be sent again, with the settings of now.
      </Callout>
    );
  }
  return (
    <Callout
      announce
      tone={again.outcome === "delivered" ? "positive" : "caution"}
      actions={
        <Link href={`${base}?delivery=${again.id}`} className="rounded text-link hover:underline">
          Open delivery {again.id}
        </Link>
      }
    >
      Sent again: {fateLabel(again.outcome, destination)}.
    </Callout>
  );
}

function facts(delivery: Delivery, projectId: number, destination: string, base: string): Fact[] {
  const { outcome, reason, message, field, warnings, identifier, latencyMs } = delivery;
  const advice = explainFate(outcome, reason, destination).advice;
  const optional: (Fact | null)[] = [
    reason === "" ? null : ["Reason", reasonTitle(reason, destination)],
    message === null ? null : ["Explanation", message],
    outcome === "delivered" ? null : ["What to do", advice],
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
    [
      "Identifier",
      identifier === null ? (
        "(none)"
      ) : (
        <span key="identifier" className="inline-flex max-w-full items-center gap-1">
          <Copied text={identifier} of="identifier" /> ({delivery.identifierKind})
        </span>
      ),
    ],
    ...eventFacts({
      projectId,
      syncId: delivery.syncId,
      offset: delivery.offset,
      uuid: delivery.eventUuid,
      personId: delivery.personId,
      userId: delivery.userId,
    }),
    ...(latencyMs === null ? [] : [["Latency", formatDuration(latencyMs)] as const]),
    ["Event time", <LocalTime key="event" at={delivery.eventTime.toISOString()} />],
    ["Received", <LocalTime key="received" at={delivery.receivedAt.toISOString()} />],
    ["Settled", <LocalTime key="settled" at={delivery.settledAt.toISOString()} />],
    versionFact(base.replace(/\/deliveries$/, ""), delivery.syncVersion),
  ];
}
