import { explainFate } from "@/lib/admin/reasons/explain";
import type { SyncRow } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { storedSettings } from "@/lib/engine/store/stored-sync";
import type { SyncId } from "@/lib/kernel/brand";
import type { Delivery } from "./delivery";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "./delivery-row";
import type { EventFate } from "./event-view";

/** What every sync of the event's project did with it, in the order of the syncs. */
export async function eventFates(ctx: Context, event: Event): Promise<readonly EventFate[]> {
  const syncs = await ctx.db.sync.findMany({
    where: { projectId: event.projectId },
    include: { cursors: { where: { shard: event.shard } } },
    orderBy: { id: "asc" },
  });
  const deliveries = await newestDeliveries(ctx, event);
  return syncs.map((sync) => {
    const delivery = deliveries.get(sync.id);
    const { displayName: destination } = connectorOf(sync.partner).definition;
    const fate =
      delivery === undefined
        ? unrecorded(event, sync, Number(sync.cursors[0]?.position ?? -1), destination)
        : recorded(delivery, destination);
    return { syncId: sync.id as SyncId, syncName: sync.name, destination, ...fate };
  });
}

type What = Omit<EventFate, "syncId" | "syncName" | "destination">;

/** The last row of each sync for this event: a redelivery replaces what went before. */
async function newestDeliveries(ctx: Context, event: Event): Promise<Map<number, Delivery>> {
  const rows = await ctx.db.$queryRaw<DeliveryRow[]>`
    SELECT d.* FROM syncs s CROSS JOIN LATERAL (
      SELECT ${DELIVERY_COLUMNS} FROM deliveries
      WHERE sync_id = s.id AND person_id = ${event.personId} AND "offset" = ${event.offset}
      ORDER BY id DESC LIMIT 1
    ) AS d WHERE s.project_id = ${event.projectId}`;
  return new Map(rows.map(toDelivery).map((delivery) => [delivery.syncId, delivery]));
}

function recorded(delivery: Delivery, destination: string): What {
  return {
    fate: delivery.outcome,
    reason: delivery.reason === "" ? null : delivery.reason,
    message: delivery.message ?? explainFate(delivery.outcome, delivery.reason, destination).means,
    deliveryId: delivery.id,
  };
}

/** Filtered events leave no row: the reason is worked out from the settings of now. */
function unrecorded(event: Event, sync: SyncRow, position: number, destination: string): What {
  const none = { reason: null, deliveryId: null };
  if (sync.enabledAt === null) {
    const message = "The sync is disabled, and has no record of this event";
    return { ...none, fate: "not_streamed", message };
  }
  if (event.receivedMs < sync.enabledAt.getTime()) {
    return { ...none, fate: "not_streamed", message: "The sync was not enabled when it came in" };
  }
  if (position < event.offset)
    return { ...none, fate: "not_read", message: explainFate("not_read", null, destination).means };
  const { reservedUserProperties } = connectorOf(sync.partner).definition;
  const planned = plannerOf(storedSettings(sync), reservedUserProperties).plan(event);
  if (planned.kind === "filtered") {
    const { reason } = planned;
    const { means } = explainFate("filtered", reason, destination);
    return { fate: "filtered", reason, message: means, deliveryId: null };
  }
  const message = "Not selected by the settings of that time, or its record is past the retention";
  return { ...none, fate: "filtered", message };
}
