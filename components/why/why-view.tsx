import { CircleHelp } from "lucide-react";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Fate } from "@/lib/admin/events/fate";
import type { Why } from "@/lib/admin/events/why-event";
import { FoundEvents } from "./found-events";
import { SaidBack } from "./said-back";
import { WhyAnswer } from "./why-answer";
import { type WhyQuery, whyHref } from "./why-query";
import { WhySearch } from "./why-search";
import { WhyTrace } from "./why-trace";
import type { WhyVerbs } from "./why-verbs";

interface WhyViewProps {
  readonly projectId: number;
  readonly query: WhyQuery;
  readonly eventTypes: readonly string[];
  /** Those that may be meant. */
  readonly events: readonly EventSummary[];
  readonly fates: ReadonlyMap<number, readonly Fate[]>;
  /** Why none was found. */
  readonly whyNone: string | null;
  readonly why: Why | null;
  readonly verbs: WhyVerbs;
}

/** Why an event was sent, and why not: found by what somebody knows of it, answered in a sentence, then traced. */
export function WhyView(props: WhyViewProps) {
  const { projectId, query, events, whyNone, why, verbs } = props;
  const hrefTo = (changes: WhyQuery) => whyHref(projectId, { ...query, ...changes });
  return (
    <>
      <PageHeader
        title="Why?"
        crumbs={[{ label: "Data" }, { label: "Why?" }]}
        description="What became of an event, and why: find it by its user, or by its ID."
      />
      <WhySearch
        key={`${query.person} ${query.name} ${query.time} ${query.event}`}
        query={query}
        eventTypes={props.eventTypes}
      />
      {whyNone !== null && <Callout tone="caution">{whyNone}</Callout>}
      {events.length > 1 && (
        <FoundEvents
          events={events}
          shown={why?.event.offset}
          fates={props.fates}
          hrefOf={({ uuid }) => hrefTo({ event: uuid, version: undefined })}
        />
      )}
      {why === null ? (
        whyNone === null && <Nothing />
      ) : (
        <>
          <WhyAnswer why={why} verbs={verbs} hrefTo={hrefTo} />
          <SaidBack reports={why.reports} hrefTo={hrefTo} />
          {why.trace !== null && <WhyTrace event={why.event} trace={why.trace} />}
        </>
      )}
    </>
  );
}

function Nothing() {
  return (
    <Card flush>
      <EmptyState icon={<CircleHelp aria-hidden size={22} />} title="Whose event is it about?">
        An e-mail is enough; with the event's name and the time it is found at once.
      </EmptyState>
    </Card>
  );
}
