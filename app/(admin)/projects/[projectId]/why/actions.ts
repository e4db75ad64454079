"use server";

import { z } from "zod";
import { redeliver } from "@/lib/admin/events/redeliver";
import { tryNow } from "@/lib/admin/events/try-now";
import { action } from "@/lib/web/action";

const syncRef = { projectId: z.number(), syncId: z.number() };

export const redeliverEventAction = action(
  z.object({ ...syncRef, deliveryId: z.number() }),
  async (ctx, { deliveryId, ...sync }) => redeliver(ctx, { ...sync, ids: [deliveryId] }),
);

export const tryEventNowAction = action(
  z.object({ ...syncRef, offset: z.number() }),
  async (ctx, { offset, ...sync }) => tryNow(ctx, { ...sync, offsets: [offset] }),
);
