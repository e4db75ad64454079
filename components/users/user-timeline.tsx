import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import type { Timeline } from "@/lib/admin/people/person-timeline";
import { TimelineFilters } from "./timeline-filters";
import { TimelineTable } from "./timeline-table";

/** What the address asks for. */
export interface TimelineQuery {
  readonly event: string | undefined;
  readonly outcome: string | undefined;
  readonly time: string | undefined;
  readonly before: string | undefined;
}

interface UserTimelineProps {
  readonly projectId: number;
  /** The user's page. */
  readonly page: string;
  readonly query: TimelineQuery;
  readonly timeline: Timeline;
  readonly eventTypes: readonly string[];
}

/** All that a user did and that changed them, newest first, with what became of it. */
export function UserTimeline({ projectId, page, query, timeline, eventTypes }: UserTimelineProps) {
  const { items, reports, before } = timeline;
  const href = (changes: Readonly<Record<string, number>>) => {
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, ...changes })) {
      if (value !== undefined) next.set(name, String(value));
    }
    return `${page}?${next}`;
  };
  const destination = items.flatMap(({ fates }) => fates)[0]?.destination ?? "the destination";
  const isFiltered = [query.event, query.outcome, query.time].some((each) => each !== undefined);
  return (
    <Card
      title="Timeline"
      description="Events and identifies, newest first, what every destination got, and what it said back."
      flush
    >
      <TimelineFilters eventTypes={eventTypes} destination={destination} />
      {items.length + reports.length > 0 && (
        <TimelineTable
          projectId={projectId}
          events={items}
          reports={reports}
          hrefOf={(offset) => href({ offset })}
        />
      )}
      <footer className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-3 text-muted text-sm sm:px-5">
        <p>{endOf(items.length, before, isFiltered)}</p>
        {before !== null && <ButtonLink href={href({ before })}>Older events</ButtonLink>}
      </footer>
    </Card>
  );
}

/** What is known of what is not shown. */
function endOf(shown: number, before: number | null, isFiltered: boolean): string {
  const which = isFiltered ? "such events" : "events";
  if (before !== null && shown === 0) return "None among the newest: look further back.";
  if (before !== null) return "There are older events.";
  if (shown === 0) return `The log holds no ${which} of this user.`;
  return `The log holds no older ${which} of this user.`;
}
