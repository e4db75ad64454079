import type { CredentialStatus, DestinationState } from "@/lib/admin/syncs/destination-state";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { SyncState } from "@/lib/admin/syncs/sync-condition";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { type EventFilter, toEventFilter } from "./event-filter";

/** `Destination` of Amplitude's Developer API, with `send_users_on_events` of ours. Never holds a secret. */
export interface DestinationResource {
  readonly id: string;
  readonly object: "destination";
  readonly project_id: string;
  readonly partner: string;
  readonly display_name: string;
  readonly kind: readonly string[];
  readonly config: Readonly<Record<string, string | number | boolean>>;
  /** Ours: the write-only parameters of which a value is stored. */
  readonly secrets_set: readonly string[];
  readonly credential_status: CredentialStatus;
  readonly version: number;
  readonly enabled: boolean;
  /** Ours, in the words of the screen: disabled | enabled | degraded | failing | down | paused. */
  readonly state: SyncState;
  /** Ours: what is wrong, by the catalogue of reasons (docs/reasons.md); null when nothing is. */
  readonly problem: {
    readonly reason: string;
    readonly title: string;
    readonly message: string;
    readonly advice: string;
    /** Null when its beginning is not known. */
    readonly since: string | null;
  } | null;
  /** Nothing is sent although it is enabled: its state is down, which ends by itself, or paused, which somebody ends. */
  readonly paused: boolean;
  /** Ours: why and since when. */
  readonly paused_because: {
    readonly reason: string;
    readonly message: string;
    readonly since: string;
  } | null;
  readonly event_filter: EventFilter | null;
  readonly property_mappings: {
    readonly identifier: string;
    readonly fallback_identifiers: readonly string[];
    readonly event_properties: readonly string[];
    readonly user_properties: readonly string[];
  };
  readonly send_events: boolean;
  readonly send_users: boolean;
  readonly send_users_on_events: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: string;
  readonly updated_by: string;
  /** Ours, in a list: why the stored destination cannot be read; its config and settings are then the defaults. */
  readonly error?: string;
}

/** Pure. */
export function toDestination(
  sync: Sync,
  { credentials, condition }: DestinationState,
): DestinationResource {
  const { settings } = sync;
  const { state, problem } = condition;
  const isPaused = state === "down" || state === "paused";
  return {
    id: String(sync.id),
    object: "destination",
    project_id: String(sync.projectId),
    partner: sync.partner,
    display_name: sync.name,
    kind: connectorOf(sync.partner).definition.kinds,
    config: sync.config,
    secrets_set: Object.keys(sync.secretHints).sort(),
    credential_status: credentials,
    version: sync.version,
    enabled: sync.enabled,
    state,
    problem: problem && {
      reason: problem.reason,
      title: problem.title,
      message: problem.message,
      advice: problem.advice,
      since: problem.since?.toISOString() ?? null,
    },
    paused: isPaused,
    paused_because:
      isPaused && problem !== null && problem.since !== null
        ? {
            reason: problem.reason,
            message: problem.message,
            since: problem.since.toISOString(),
          }
        : null,
    event_filter: toEventFilter(settings.eventRows),
    property_mappings: {
      identifier: settings.identifier,
      fallback_identifiers: settings.fallbackIdentifiers,
      event_properties: settings.eventProperties,
      user_properties: settings.userProperties,
    },
    send_events: settings.sendEvents,
    send_users: settings.sendUsers,
    send_users_on_events: settings.usersOnEvents,
    created_at: sync.createdAt.toISOString(),
    updated_at: sync.updatedAt.toISOString(),
    created_by: sync.createdBy,
    updated_by: sync.updatedBy,
    ...(sync.unreadable === undefined ? {} : { error: sync.unreadable }),
  };
}
