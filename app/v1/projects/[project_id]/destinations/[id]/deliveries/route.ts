import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { listAnswer } from "@/lib/http/destinations/answers";
import { toDeliveryResource } from "@/lib/http/destinations/delivery-resource";
import {
  deliveriesQuery,
  destinationParams,
  toDeliveryFilter,
} from "@/lib/http/destinations/inputs";
import { route } from "@/lib/http/route";

export const GET = route(
  { scope: "destinations:read", params: destinationParams, query: deliveriesQuery },
  async ({ ctx, params: { id, project_id }, query: { cursor, limit, ...filter } }) => {
    const target = { syncId: id, projectId: project_id, cursor, limit };
    const page = await listDeliveries(ctx, { ...target, ...toDeliveryFilter(filter) });
    return listAnswer(page.items.map(toDeliveryResource), page.nextCursor);
  },
);
