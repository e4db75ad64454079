import type { DeliveryDetail } from "@/lib/deliveries/delivery";
import type { Redelivery } from "@/lib/deliveries/redeliver";
import type { IdentifierType } from "@/lib/destinations/customerio/settings";
import type { ActionResult } from "@/lib/http/action-result";
import type { IdentifierCoverage } from "@/lib/syncs/identifier-coverage";
import type { Sync, SyncPatch } from "@/lib/syncs/sync";
import type { ConnectionResult } from "@/lib/syncs/test-sync-connection";

// The server actions of a sync as its components take them.

export interface SyncRef {
  readonly id: number;
  readonly projectId: number;
}

export type SaveSync = (
  input: SyncRef & { readonly version?: number; readonly patch: SyncPatch },
) => Promise<ActionResult<Sync>>;

export type LoadSync = (input: SyncRef) => Promise<ActionResult<Sync>>;

export type DuplicateSync = (input: { readonly id: number }) => Promise<ActionResult<Sync>>;

export type DeleteSync = (input: SyncRef) => Promise<ActionResult<void>>;

/** Tests the stored credentials overlaid with what is given. */
export type TestConnection = (
  input: SyncRef & {
    readonly config: Record<string, string>;
    readonly secrets: Record<string, string>;
  },
) => Promise<ActionResult<ConnectionResult>>;

export const refOf = ({ id, projectId }: SyncRef): SyncRef => ({ id, projectId });

export type AskCoverage = (input: {
  readonly projectId: number;
  readonly identifier: string;
  readonly identifierType: IdentifierType;
}) => Promise<ActionResult<IdentifierCoverage>>;

export type AskDelivery = (input: { readonly id: number }) => Promise<ActionResult<DeliveryDetail>>;

export type Redeliver = (input: {
  readonly projectId: number;
  readonly syncId: number;
  readonly ids: readonly number[];
}) => Promise<ActionResult<Redelivery>>;
