import type { Dispatcher } from "undici";
import type { ConnectorUrls } from "@/lib/engine/connectors/hosts";
import type { Clock } from "@/lib/kernel/clock";
import type { Cipher } from "@/lib/platform/crypto/cipher";
import type { Database } from "@/lib/platform/postgres/prisma";
import type { Access } from "./rights";

/** What an API token may do. `full` is everything that tokens may do at all, and never more than its maker may. */
export const SCOPES = [
  "projects:read",
  "sources:write",
  "events:read",
  "destinations:read",
  "destinations:write",
  "pipeline:run",
  "full",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks. */
export type Actor =
  | (Access & {
      readonly kind: "user";
      readonly id: number;
      readonly name: string;
      readonly email: string;
      /** The session that asks, where there is one. */
      readonly sessionId?: number;
    })
  | (Access & {
      /** Its access is its maker's, at the moment of the request. */
      readonly kind: "token";
      readonly id: number;
      readonly name: string;
      readonly scopes: readonly Scope[];
    })
  | { readonly kind: "system" };

/** What every verb gets first: who asks, and the world it may touch. */
export interface Context {
  readonly actor: Actor;
  readonly db: Database;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly connectorUrls: ConnectorUrls;
  /** Connections to destinations. */
  readonly dispatcher: Dispatcher;
}

/** Name of the actor as it is kept in created_by, changed_by. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.email;
    case "token":
      return `API token ${actor.name}`;
    case "system":
      return "system";
  }
}
