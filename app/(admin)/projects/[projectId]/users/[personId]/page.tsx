import { firstOf, type ProjectPageProps } from "@/app/(admin)/projects/[projectId]/project-page";
import { personTitle } from "@/components/users/person-title";
import { toTimelineFilter } from "@/components/users/timeline-query";
import { UserView } from "@/components/users/user-view";
import { getEvent } from "@/lib/admin/events/get-event";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { personTimeline } from "@/lib/admin/people/person-timeline";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";
import { personPage } from "./person-page";

export async function generateMetadata({ params }: ProjectPageProps<"personId">) {
  const { projectId, personId } = await params;
  return { title: personTitle((await personPage(projectId, personId)).person) };
}

export default async function PersonPage({ params, searchParams }: ProjectPageProps<"personId">) {
  const { projectId: projectText, personId: personText } = await params;
  const { ctx, project, one, person } = await personPage(projectText, personText);
  const asked = await searchParams;
  const [event, outcome, time, before] = ["event", "outcome", "time", "before"].map((name) =>
    firstOf(asked[name]),
  );
  const query = { event, outcome, time, before };
  const offset = firstOf(asked["offset"]);
  const filter = toTimelineFilter(query, ctx.clock.now());
  const [timeline, eventTypes, open] = await Promise.all([
    orNotFound(personTimeline(ctx, { ...one, ...filter })),
    listEventTypes(ctx, { projectId: project.id, limit: 500 }),
    offset ? orNotFound(getEvent(ctx, { projectId: project.id, offset: routeId(offset) })) : null,
  ]);
  return (
    <UserView
      person={person}
      query={query}
      timeline={timeline}
      eventTypes={eventTypes.map(({ name }) => name)}
      open={open}
    />
  );
}
