import type { EnabledSync } from "@/lib/engine/store/health-facts";
import { storedConfig, storedSettings } from "@/lib/engine/store/stored-sync";
import type { Found } from "./trouble";

/** Enabled syncs that this version cannot read as they are stored: nothing of them is sent. Pure. */
export const unreadableSyncs = (syncs: readonly EnabledSync[]): readonly Found[] =>
  syncs
    .filter((sync) => !isReadable(sync))
    .map(({ id, projectId, updatedMs }) => ({
      code: "sync_unreadable" as const,
      message:
        "The settings of this destination cannot be read, so nothing of it is sent: was it saved by a newer version? Run that one, or save it again",
      sinceMs: updatedMs,
      project_id: String(projectId),
      destination_id: String(id),
    }));

function isReadable(sync: EnabledSync): boolean {
  try {
    storedConfig(sync);
    storedSettings(sync);
    return true;
  } catch {
    return false;
  }
}
