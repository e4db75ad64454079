import type { NameOption } from "@/components/ui/name-picker/name-option";
import type { BulkStep } from "@/lib/admin/events/change-waiting";
import type { Matching } from "@/lib/admin/events/count-matching";
import type { DeliveryFilter } from "@/lib/admin/events/delivery-filter";
import type { EventOfSync } from "@/lib/admin/events/get-event-of-sync";
import type { Redelivery } from "@/lib/admin/events/redeliver";
import type { ShownDelivery } from "@/lib/admin/events/shown-delivery";
import type { Plan, Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { SyncBacklog } from "@/lib/admin/syncs/sync-backlog";
import type { Impact } from "@/lib/admin/syncs/test/draft-impact";
import type { IdentifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";
import type { ConnectionResult } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import type { ActionResult } from "@/lib/web/action-result";
import type { Names } from "./name-options";

// The server actions of a sync as its components take them.

export interface SyncRef {
  readonly id: number;
  readonly projectId: number;
}

export type SaveSync = (
  input: SyncRef & {
    readonly version?: number;
    readonly patch: SyncPatch;
    /** When the save enables the sync: also send what arrived while it was disabled. */
    readonly sendMissed?: boolean;
  },
) => Promise<ActionResult<Sync>>;

/** What changes that are not saved would change of recent events. */
export type AskImpact = (
  input: SyncRef & { readonly draft: SyncPatch },
) => Promise<ActionResult<Impact>>;

export type LoadSync = (input: SyncRef) => Promise<ActionResult<Sync>>;

/** What waits, while the sync is enabled or was. */
export type AskBacklog = (input: SyncRef) => Promise<ActionResult<SyncBacklog>>;

/** A project's names, with what the partner of the sync says of them. */
export type LoadNames = (input: PickerRef) => Promise<ActionResult<Names>>;

interface PickerRef {
  readonly projectId: number;
  readonly partner: string;
}

export type LoadEventNames = (input: {
  readonly projectId: number;
}) => Promise<ActionResult<readonly NameOption[]>>;

export type LoadUserProperties = (input: PickerRef) => Promise<ActionResult<readonly NameOption[]>>;

/** `version` is the present one that was seen, `restored` the one to go back to. */
type RestoreInput = SyncRef & { readonly version: number; readonly restored: number };
export type PlanRestore = (input: RestoreInput) => Promise<ActionResult<Plan>>;
export type RestoreSync = (input: RestoreInput) => Promise<ActionResult<Sync>>;

export type DuplicateSync = (input: { readonly id: number }) => Promise<ActionResult<Sync>>;

/** Has a stopped sync ask its destination now. */
export type TryNow = (input: SyncRef) => Promise<ActionResult<void>>;

export type DeleteSync = (input: SyncRef) => Promise<ActionResult<void>>;

/** Tests the stored credentials overlaid with what is given. */
export type TestConnection = (
  input: SyncRef & {
    readonly config: ConnectorConfig;
    readonly secrets: Readonly<Record<string, string>>;
  },
) => Promise<ActionResult<ConnectionResult>>;

/** The answer's value; throws its message when it failed. */
export function valueOrThrow<T>(result: ActionResult<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.message);
}

export const refOf = ({ id, projectId }: SyncRef): SyncRef => ({ id, projectId });

export type AskCoverage = (
  input: SyncRef & { readonly identifier: string; readonly fallbackIdentifiers: string[] },
) => Promise<ActionResult<IdentifierCoverage>>;

export type AskDelivery = (input: { readonly id: number }) => Promise<ActionResult<ShownDelivery>>;

export type AskEventOfSync = (input: {
  readonly projectId: number;
  readonly syncId: number;
  readonly offset: number;
}) => Promise<ActionResult<EventOfSync>>;

export type Redeliver = (input: {
  readonly projectId: number;
  readonly syncId: number;
  readonly ids: readonly number[];
}) => Promise<ActionResult<Redelivery>>;

/** Rows by their keys (ids of deliveries, offsets of what waits), or all that match, step by step. */
export type ChangeMany = (input: {
  readonly projectId: number;
  readonly syncId: number;
  readonly action: "redeliver" | "try_now" | "give_up";
  readonly keys?: number[];
  readonly filter?: Partial<DeliveryFilter>;
  readonly after?: number;
  readonly upTo?: number;
}) => Promise<ActionResult<BulkStep>>;

export type CountMatching = (input: {
  readonly projectId: number;
  readonly syncId: number;
  readonly view: "settled" | "waiting";
  readonly filter: Partial<DeliveryFilter>;
}) => Promise<ActionResult<Matching>>;
