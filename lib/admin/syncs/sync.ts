import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";

/** A sync as the admin app sees it: never with a secret. */
export interface Sync {
  readonly id: SyncId;
  readonly projectId: ProjectId;
  readonly partner: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly config: ConnectorConfig;
  readonly settings: Settings;
  /** Last four characters of each secret that is stored, by parameter id (empty text for a short one). */
  readonly secretHints: Readonly<Record<string, string>>;
  readonly version: number;
  readonly enabledAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  readonly updatedBy: string;
  /** Why the stored row cannot be read, in a list: then config and settings are not the stored ones. */
  readonly unreadable?: string;
}

/** What an update changes; absent keys stay as they are, `settings` is merged key by key, `secrets` too. */
export interface SyncPatch {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** New values of write-only parameters, by parameter id; an empty text removes one. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** The identifier once more, where many people have few values of it: that it is meant. */
  readonly confirmIdentifier?: string | undefined;
}

/** From and to of each changed field, by dotted path; a secret shows as `(changed)`. */
export type Diff = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What a create or update would do. */
export interface Plan {
  readonly action: "create" | "update" | "noop";
  readonly diff: Diff;
  readonly warnings: readonly string[];
}

/** One saved state of a sync. */
export interface SyncVersionView {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** Against the version before; for the first one against nothing. */
  readonly diff: Diff;
  readonly secretsChanged: readonly string[];
  /** `{name, enabled, config, settings}`, what restoring would save. */
  readonly state: JsonObject;
}
