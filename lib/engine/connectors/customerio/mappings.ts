import type { MappingDefinition } from "@/lib/engine/connectors/connector";

// What of Amplitude becomes what in Customer.io, and which names mean something special there.

export const MAPPINGS: readonly MappingDefinition[] = [
  {
    id: "identifier",
    label: "Customer.io User Identifier",
    required: true,
    recommended: false,
    default: { property: "user_id", label: "User ID" },
    fallbacks: "Fallback identifiers",
    notes: [
      "This is a unique identifier for users in Customer.io.",
      "If the Amplitude field you select for your Customer.io User Identifier is in an email format, users will be created and updated by their email fields.",
      "Depending on your workspace settings, if you want to update users with the Customer.io cio_id, the Customer.io User Identifier field will need to be prefixed with cio_. This prefix isn't set for you, so your workspace will need to be set up accordingly.",
    ],
  },
];

/** Owned by Customer.io, or by this product for the order of updates. */
export const RESERVED_USER_PROPERTIES = [
  "cio_id",
  "_update",
  "_timestamp",
  "_created_in_customerio_at",
  "cio_relationships",
] as const;

export const WARNED_USER_PROPERTIES = {
  id: "sets the person's id in Customer.io: a wrong value renames the person",
  email:
    "sets the person's email in Customer.io, which may also identify the person. One that belongs to another person is accepted but not applied, and Customer.io does not say so",
  phone: "may identify the person in Customer.io",
  unsubscribed: "unsubscribes the person when it is true or 1, and subscribes the person otherwise",
  cio_subscription_preferences: "sets the person's subscription topics",
  anonymous_id: "links earlier anonymous events to the person",
} as const;

export const WARNED_EVENT_PROPERTIES = {
  recipient: "replaces the recipient of messages that this event triggers",
  from_address: "replaces the sender of messages that this event triggers",
  reply_to: "replaces the reply address of messages that this event triggers",
} as const;
