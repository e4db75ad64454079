import { redeliver } from "@/lib/deliveries/redeliver";
import { destinationParams, redeliverBody, toDeliveryFilter } from "@/lib/http/destinations/inputs";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { scope: "destinations:write", params: destinationParams, body: redeliverBody },
  async ({ ctx, params: { id, project_id }, body: { ids, filter } }) => {
    const chosen = { ids, filter: filter === undefined ? undefined : toDeliveryFilter(filter) };
    return json(await redeliver(ctx, { syncId: id, projectId: project_id, ...chosen }), 202);
  },
);
