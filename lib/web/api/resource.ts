import type { CredentialStatus, DestinationState } from "@/lib/admin/syncs/destination-state";
import type { Sync } from "@/lib/admin/syncs/sync";
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
  readonly credential_status: CredentialStatus;
  readonly version: number;
  readonly enabled: boolean;
  /** The destination is unwell: nothing is sent, and it is looked after by itself. */
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
  { credentials, pause }: DestinationState,
): DestinationResource {
  const { settings } = sync;
  return {
    id: String(sync.id),
    object: "destination",
    project_id: String(sync.projectId),
    partner: sync.partner,
    display_name: sync.name,
    kind: connectorOf(sync.partner).definition.kinds,
    config: sync.config,
    credential_status: credentials,
    version: sync.version,
    enabled: sync.enabled,
    paused: pause !== null,
    paused_because: pause === null ? null : { ...pause, since: pause.since.toISOString() },
    event_filter: toEventFilter(settings.eventRows),
    property_mappings: {
      identifier: settings.identifier,
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
