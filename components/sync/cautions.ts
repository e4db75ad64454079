import type { Caution } from "@/components/sync/picker/name-option";

const reserved = (message: string): Caution => ({ kind: "reserved", message });
const warned = (message: string): Caution => ({ kind: "warned", message });

const USER_CAUTIONS: ReadonlyMap<string, Caution> = new Map([
  ["cio_id", reserved("Reserved by Customer.io: it cannot be sent as a property")],
  ["_update", reserved("Reserved by Customer.io: it cannot be sent as a property")],
  ["_timestamp", reserved("Reserved by Customer.io: it cannot be sent as a property")],
  [
    "_created_in_customerio_at",
    reserved("Reserved by Customer.io: it cannot be sent as a property"),
  ],
  ["cio_relationships", reserved("Reserved by Customer.io: it cannot be sent as a property")],
  ["id", warned("Changes the person's id in Customer.io")],
  ["email", warned("Changes the person's e-mail address in Customer.io")],
  ["phone", warned("Customer.io sends SMS to this number")],
  ["unsubscribed", warned("Unsubscribes the person in Customer.io when it is true")],
  ["cio_subscription_preferences", warned("Changes the person's subscriptions in Customer.io")],
  ["anonymous_id", warned("Customer.io merges anonymous activity by it")],
]);

const EVENT_CAUTIONS: ReadonlyMap<string, Caution> = new Map([
  ["recipient", warned("Overrides who a message is sent to in Customer.io")],
  ["from_address", warned("Overrides who a message comes from in Customer.io")],
  ["reply_to", warned("Overrides where replies go in Customer.io")],
]);

export const userCaution = (name: string): Caution | undefined => USER_CAUTIONS.get(name);
export const eventCaution = (name: string): Caution | undefined => EVENT_CAUTIONS.get(name);
