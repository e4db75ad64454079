import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { WhyView } from "@/components/why/why-view";
import { fatesOf } from "@/lib/admin/events/fates-of";
import { type FoundEvents, findEvents } from "@/lib/admin/events/find-events";
import { whyEvent } from "@/lib/admin/events/why-event";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { orNotFound } from "@/lib/web/or-not-found";
import { redeliverEventAction, tryEventNowAction } from "./actions";

export const metadata = { title: "Why?" };

const NAMES = ["event", "person", "name", "time", "sync", "version"];
const NONE: FoundEvents = { events: [], why: null };

/** `?event=` names one event; `?person=`, `name` and `time` those to choose from; `sync` and `version` what is shown of it. */
export default async function WhyPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const [event, person, name, time, syncId, version] = NAMES.map((key) => firstOf(query[key]));
  const projectId = project.id;
  const [eventTypes, named, one] = await Promise.all([
    listEventTypes(ctx, { projectId, limit: 500 }),
    person ? orNotFound(findEvents(ctx, { projectId, person, name, time })) : NONE,
    event ? orNotFound(findEvents(ctx, { projectId, event })) : NONE,
  ]);
  const meant = event ? one.events[0] : named.events[0];
  const events = one.events.length > 1 ? one.events : named.events;
  return (
    <WhyView
      projectId={projectId}
      query={{ event, person, name, time, sync: syncId, version }}
      eventTypes={eventTypes.map((type) => type.name)}
      events={events}
      fates={await fatesOf(ctx, projectId, events)}
      whyNone={event ? one.why : named.why}
      why={
        meant
          ? await orNotFound(whyEvent(ctx, { projectId, offset: meant.offset, syncId, version }))
          : null
      }
      verbs={{ redeliver: redeliverEventAction, tryNow: tryEventNowAction }}
    />
  );
}
