import type { Delivery } from "@/lib/deliveries/delivery";
import type { Context } from "@/lib/verbs/context";
import type { Page } from "@/lib/verbs/page";

export interface ListDeliveriesInput {
  syncId: number;
  projectId?: number | undefined;
  outcome?: "delivered" | "discarded" | "expired" | undefined;
  reason?: string | undefined;
  eventType?: string | undefined;
  /** user_id, identifier as sent, or the number of a person. */
  user?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Newest first. */
export async function listDeliveries(
  _ctx: Context,
  _input: ListDeliveriesInput,
): Promise<Page<Delivery>> {
  throw new Error("not written yet");
}
