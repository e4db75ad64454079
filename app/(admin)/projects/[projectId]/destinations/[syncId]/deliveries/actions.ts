"use server";

import { z } from "zod";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { listDeliveries, listDeliveriesInput } from "@/lib/deliveries/list-deliveries";
import { action } from "@/lib/http/action";

export const listDeliveriesAction = action(listDeliveriesInput, async (ctx, input) =>
  listDeliveries(ctx, input),
);

export const getDeliveryAction = action(z.object({ id: z.number() }), async (ctx, input) =>
  getDelivery(ctx, input),
);
