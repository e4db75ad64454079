import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { DeliveryDetail } from "./delivery";

/** A delivery for the browser, which gets the event as text: an exact number does not cross to it. */
export interface ShownDelivery extends Omit<DeliveryDetail, "event"> {
  /** The event as received, as indented JSON; null when the log no longer holds it. */
  readonly received: string | null;
}

/** Pure. */
export const toShownDelivery = ({ event, ...detail }: DeliveryDetail): ShownDelivery => ({
  ...detail,
  received: event === null ? null : stringifyJson(event.payload, 2),
});
