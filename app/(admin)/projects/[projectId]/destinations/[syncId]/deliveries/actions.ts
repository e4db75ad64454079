"use server";

import { z } from "zod";
import { toEventNames } from "@/components/sync/name-options";
import { getDelivery } from "@/lib/admin/events/get-delivery";
import { redeliver } from "@/lib/admin/events/redeliver";
import { toShownDelivery } from "@/lib/admin/events/shown-delivery";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { action } from "@/lib/web/action";

export const getDeliveryAction = action(z.object({ id: z.number() }), async (ctx, input) =>
  toShownDelivery(await getDelivery(ctx, input)),
);

export const loadEventNamesAction = action(
  z.object({ projectId: z.number() }),
  async (ctx, { projectId }) =>
    toEventNames(await listEventTypes(ctx, { projectId, limit: 10_000 })),
);

export const redeliverAction = action(
  z.object({
    projectId: z.number(),
    syncId: z.number(),
    ids: z.array(z.number()).readonly(),
  }),
  async (ctx, { ids, ...sync }) => redeliver(ctx, { ...sync, ids: [...ids] }),
);
