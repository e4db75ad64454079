import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { SyncRow } from "@/lib/admin/syncs/sync-row";
import { requestsOf } from "@/lib/admin/syncs/test/preview-sync";
import { versionState } from "@/lib/admin/syncs/version-state";
import type { Context } from "@/lib/admin/verb/context";
import { found, parseInput, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { openSync } from "@/lib/engine/connectors/open-sync";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { storedConfig, storedSettings } from "@/lib/engine/store/stored-sync";
import type { DeliveryDetail, DeliveryRequestView } from "./delivery";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "./delivery-row";
import { REQUEST_IDS } from "./fate-facts";
import { attemptsOf } from "./fate-of";
import { toEventDetail } from "./get-event";
import { readEvent } from "./read-event";
import { redeliveredAs } from "./redelivered-as";

const getDeliveryInput = z.object({
  id: z.coerce.number().int().positive(),
  syncId: syncIdSchema.optional(),
});

/** One row of the delivery log with its event, what was sent for it, and the request it went in. */
export async function getDelivery(
  ctx: Context,
  rawInput: z.input<typeof getDeliveryInput>,
): Promise<DeliveryDetail> {
  requireScope(ctx, "destinations:read");
  const { id, syncId } = parseInput(getDeliveryInput, rawInput);
  const [row] = await ctx.db.$queryRaw<(DeliveryRow & { request_ids: string[] })[]>`
    SELECT ${DELIVERY_COLUMNS}, ${REQUEST_IDS} FROM deliveries WHERE id = ${id}`;
  const inSync = syncId === undefined || row?.sync_id === syncId;
  const delivery = toDelivery(found(inSync ? row : null, `Delivery ${id}`));
  const sync = await requireSync(ctx, delivery.syncId);
  const event = await readEvent(ctx, sync.projectId, delivery.offset);
  return shown(ctx, sync.projectId, {
    delivery,
    again: await redeliveredAs(ctx, delivery),
    attempts: await attemptsOf(ctx, row?.request_ids ?? []),
    event: event === null ? null : toEventDetail(event),
    sent: event === null ? null : await sentFor(ctx, sync, delivery.syncVersion, event),
    request: delivery.requestId === null ? null : await readRequest(ctx, delivery.requestId),
  });
}

/** Bodies are not kept: they are a pure function of the event and the settings, both of which are. */
async function sentFor(
  ctx: Context,
  sync: SyncRow,
  version: number,
  event: Event,
): Promise<DeliveryDetail["sent"]> {
  const { config, settings, syncVersion } = await stateAt(ctx, sync, version);
  const { planner, destination } = openSync(
    { partner: sync.partner, config, settings, secrets: {} },
    ctx,
  );
  const prepared = prepare(event, planner, destination);
  if (prepared.kind !== "ready") return null;
  return {
    requests: requestsOf(prepared, destination).map(({ method, path, body, bytes }) => ({
      method,
      path,
      body,
      bytes,
    })),
    syncVersion,
    sameVersion: syncVersion === version,
  };
}

async function stateAt(ctx: Context, sync: SyncRow, version: number) {
  const row = await ctx.db.syncVersion.findUnique({
    where: { syncId_version: { syncId: sync.id, version } },
  });
  const state = versionState(sync.partner, row?.state);
  if (state !== null) return { ...state, syncVersion: version };
  return {
    config: storedConfig(sync),
    settings: storedSettings(sync),
    syncVersion: sync.version,
  };
}

async function readRequest(ctx: Context, id: string): Promise<DeliveryRequestView | null> {
  const row = await ctx.db.deliveryRequest.findFirst({ where: { id } });
  if (row === null) return null;
  const { syncId: _syncId, day: _day, ...request } = row;
  return request;
}
