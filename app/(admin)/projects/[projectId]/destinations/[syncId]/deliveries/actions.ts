"use server";

import { z } from "zod";
import { toEventNames } from "@/components/sync/name-options";
import { changeMany, changeManyInput } from "@/lib/admin/events/change-many";
import { countMatching, countMatchingInput } from "@/lib/admin/events/count-matching";
import { getDelivery } from "@/lib/admin/events/get-delivery";
import { getEventOfSync, getEventOfSyncInput } from "@/lib/admin/events/get-event-of-sync";
import { redeliver } from "@/lib/admin/events/redeliver";
import { toShownDelivery } from "@/lib/admin/events/shown-delivery";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { action } from "@/lib/web/action";

export const getDeliveryAction = action(z.object({ id: z.number() }), async (ctx, input) =>
  toShownDelivery(await getDelivery(ctx, input)),
);

export const getEventOfSyncAction = action(getEventOfSyncInput, getEventOfSync);

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

export const changeManyAction = action(changeManyInput, changeMany);

export const countMatchingAction = action(countMatchingInput, countMatching);
