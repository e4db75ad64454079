"use server";

import { z } from "zod";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { action } from "@/lib/http/action";

export const getDeliveryAction = action(z.object({ id: z.number() }), async (ctx, input) =>
  getDelivery(ctx, input),
);
