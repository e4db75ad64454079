import type { DeliveryDetail } from "@/lib/deliveries/delivery";
import type { Context } from "@/lib/verbs/context";

export async function getDelivery(_ctx: Context, _input: { id: number }): Promise<DeliveryDetail> {
  throw new Error("not written yet");
}
