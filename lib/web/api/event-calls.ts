import { getEvent } from "@/lib/admin/events/get-event";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { decodeCursor, encodeCursor } from "@/lib/admin/verb/paging";
import { route } from "@/lib/web/route";
import { eventAnswer, eventDetailAnswer, listOf } from "./answer-schemas";
import { listAnswer } from "./answers";
import { toEventDetailResource, toEventResource } from "./event-resource";
import { eventParams, eventsQuery, projectParams } from "./inputs";

/** The event log, newest first. */
export const listEvents = route(
  { scope: "events:read", params: projectParams, query: eventsQuery, answer: listOf(eventAnswer) },
  async ({ ctx, params: { project_id }, query: { cursor, event_type, insert_id, ...filter } }) => {
    const { items, before } = await recentEvents(ctx, {
      projectId: project_id,
      before: decodeCursor(cursor, Number.MAX_SAFE_INTEGER),
      eventType: event_type,
      insertId: insert_id,
      ...filter,
    });
    return listAnswer(items.map(toEventResource), before === null ? null : encodeCursor(before));
  },
);

/** One event, and what became of it for each destination. */
export const readEvent = route(
  { scope: "events:read", params: eventParams, answer: eventDetailAnswer },
  async ({ ctx, params: { project_id, uuid } }) =>
    toEventDetailResource(await getEvent(ctx, { projectId: project_id, offset: uuid })),
);
