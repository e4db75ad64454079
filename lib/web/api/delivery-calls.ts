import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import { redeliver } from "@/lib/admin/events/redeliver";
import { json, route } from "@/lib/web/route";
import { deliveryAnswer, listOf, redeliveryAnswer, waitingAnswer } from "./answer-schemas";
import { listAnswer } from "./answers";
import { toDeliveryResource } from "./delivery-resource";
import {
  deliveriesQuery,
  destinationParams,
  redeliverBody,
  toDeliveryFilter,
  waitingQuery,
} from "./inputs";
import { toWaitingResource } from "./waiting-resource";

/** The delivery log, newest first. */
export const listDestinationDeliveries = route(
  {
    scope: "destinations:read",
    params: destinationParams,
    query: deliveriesQuery,
    answer: listOf(deliveryAnswer),
  },
  async ({ ctx, params: { id, project_id }, query: { cursor, limit, ...filter } }) => {
    const target = { syncId: id, projectId: project_id, cursor, limit };
    const page = await listDeliveries(ctx, { ...target, ...toDeliveryFilter(filter) });
    return listAnswer(page.items.map(toDeliveryResource), page.nextCursor);
  },
);

/** What waits for its next attempt, in the order of the log. */
export const listDestinationWaiting = route(
  {
    scope: "destinations:read",
    params: destinationParams,
    query: waitingQuery,
    answer: listOf(waitingAnswer),
  },
  async ({ ctx, params: { id, project_id }, query: { event_type, ...query } }) => {
    const target = { syncId: id, projectId: project_id, eventType: event_type };
    const page = await listWaiting(ctx, { ...target, ...query });
    return listAnswer(page.items.map(toWaitingResource), page.nextCursor);
  },
);

/** Puts discarded and expired events in line again: 202. */
export const redeliverDeliveries = route(
  {
    scope: "destinations:write",
    params: destinationParams,
    body: redeliverBody,
    answer: redeliveryAnswer,
  },
  async ({ ctx, params: { id, project_id }, body: { ids, filter } }) => {
    const chosen = { ids, filter: filter === undefined ? undefined : toDeliveryFilter(filter) };
    return json(await redeliver(ctx, { syncId: id, projectId: project_id, ...chosen }), 202);
  },
);
