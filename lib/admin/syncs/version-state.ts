import type { SyncState } from "@/lib/admin/syncs/save/apply-patch";
import { storedConfigSchemaOf } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { storedVersionSchema } from "./list-sync-versions";

/** What a version of a sync sends, and where. */
export type VersionState = Pick<SyncState, "config" | "settings">;

/** The stored state of a version as this build understands it; null when it does not. Pure. */
export function versionState(partner: string, stored: unknown): VersionState | null {
  const state = storedVersionSchema.safeParse(stored).data;
  const { parameters } = connectorOf(partner).definition;
  const config = storedConfigSchemaOf(parameters).safeParse(state?.config).data;
  const settings = settingsSchema.safeParse(state?.settings).data;
  return config === undefined || settings === undefined ? null : { config, settings };
}
