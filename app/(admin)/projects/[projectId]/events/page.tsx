import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { EventsView } from "@/components/events/events-view";
import { getEvent } from "@/lib/admin/events/get-event";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { orNotFound } from "@/lib/web/or-not-found";
import { orRefused } from "@/lib/web/or-refused";
import { routeId } from "@/lib/web/route-id";

export const metadata = { title: "Events" };

export default async function EventsPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const projectId = project.id;
  const [event, user, before] = [query["event"], query["user"], query["before"]].map(firstOf);
  const offset = firstOf(query["offset"]);
  const [eventTypes, page, open] = await Promise.all([
    listEventTypes(ctx, { projectId, limit: 500 }),
    orRefused(
      recentEvents(ctx, { projectId, eventType: event, user, before: before && routeId(before) }),
      { items: [], before: null },
    ),
    offset ? orNotFound(getEvent(ctx, { projectId, offset: routeId(offset) })) : null,
  ]);
  return (
    <EventsView
      projectId={projectId}
      query={{ event, user, before }}
      eventTypes={eventTypes.map(({ name }) => name)}
      events={page.items}
      older={page.before}
      refused={page.refused}
      open={open}
    />
  );
}
