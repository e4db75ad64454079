import { Rows3 } from "lucide-react";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import type { EventDetail as Detail, EventSummary } from "@/lib/admin/events/event-view";
import { EventDetail } from "./event-detail";
import { EventFilters } from "./event-filters";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";

interface EventsQuery {
  readonly event?: string | undefined;
  readonly user?: string | undefined;
  readonly before?: string | undefined;
}

interface EventsViewProps {
  readonly projectId: number;
  readonly query: EventsQuery;
  readonly eventTypes: readonly string[];
  readonly events: readonly EventSummary[];
  /** Offset from which the next page goes back; null on the last one. */
  readonly older: number | null;
  /** Why the filters are refused. */
  readonly refused: string | null;
  readonly open: Detail | null;
}

export function EventsView(props: EventsViewProps) {
  const { projectId, query, eventTypes, events, older, refused, open } = props;
  const href = (changes: Readonly<Record<string, number>>) => {
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, ...changes })) {
      if (value !== undefined) next.set(name, String(value));
    }
    return `/projects/${projectId}/events?${next}`;
  };
  return (
    <>
      <PageHeader
        title="Events"
        crumbs={[{ label: "Data" }, { label: "Events" }]}
        description="What was ingested, newest first, and what every sync did with it."
      />
      <EventFilters eventTypes={eventTypes} />
      <Card flush>
        {events.length > 0 ? (
          <EventTable events={events} hrefOf={({ offset }) => href({ offset })} />
        ) : (
          <NoEvents
            projectId={projectId}
            isFiltered={Boolean(query.event ?? query.user)}
            refused={refused}
          />
        )}
      </Card>
      {older !== null && (
        <div className="flex justify-center">
          <ButtonLink href={href({ before: older })}>Older events</ButtonLink>
        </div>
      )}
      {open && (
        <EventPanel title={open.eventType}>
          <EventDetail event={open} />
        </EventPanel>
      )}
    </>
  );
}

function NoEvents({
  projectId,
  isFiltered,
  refused,
}: {
  readonly projectId: number;
  readonly isFiltered: boolean;
  readonly refused: string | null;
}) {
  const icon = <Rows3 aria-hidden size={22} />;
  if (refused !== null) {
    return (
      <EmptyState icon={icon} title="Too many people">
        {refused}
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState icon={icon} title="No such events here">
        Names and IDs must match exactly. Older events may still match: go back with Older events.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title="No events yet"
      action={
        <ButtonLink href={`/projects/${projectId}/catalog?tab=sources`} kind="primary">
          Send an event
        </ButtonLink>
      }
    >
      They appear here as soon as an SDK or a server sends them.
    </EmptyState>
  );
}
