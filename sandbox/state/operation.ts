import type { JsonRecord } from "@/sandbox/json-object";

export const IDENTIFIER_KINDS = ["id", "email", "phone", "cio_id"] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** Whom a call is about. A `cio_id` is held without its `cio_` prefix. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly value: string;
}

export const EVENT_TYPES = ["event", "page", "screen"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface EventInput {
  /** Caller's id, meant to be a ULID. */
  readonly id: string | undefined;
  /** Already trimmed. */
  readonly name: string;
  readonly type: EventType;
  /** Unix seconds. */
  readonly timestamp: number | undefined;
  readonly data: JsonRecord;
}

export interface Device {
  readonly token: string;
  readonly platform: string;
  readonly lastUsed: number | undefined;
  readonly attributes: JsonRecord;
}

/** What both API versions ask for, in one form: v1 and v2 differ only in how it is written. */
export type Operation =
  | {
      readonly kind: "identify";
      readonly who: Identifier;
      readonly attributes: JsonRecord;
      /** Unix seconds by which attribute updates are ordered. */
      readonly timestamp: number | undefined;
    }
  | { readonly kind: "event"; readonly who: Identifier; readonly event: EventInput }
  | { readonly kind: "anonymous_event"; readonly anonymousId: string; readonly event: EventInput }
  | { readonly kind: "delete" | "suppress" | "unsuppress"; readonly who: Identifier }
  | { readonly kind: "merge"; readonly primary: Identifier; readonly secondary: Identifier }
  | { readonly kind: "add_device"; readonly who: Identifier; readonly device: Device }
  | { readonly kind: "delete_device"; readonly who: Identifier; readonly token: string }
  /** Accepted, but objects, relationships and deliveries have no state here. */
  | { readonly kind: "not_modelled"; readonly what: string };
