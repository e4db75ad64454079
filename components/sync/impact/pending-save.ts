import type { Said } from "@/components/sync/use-save-sync";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import type { Impact } from "@/lib/admin/syncs/test/draft-impact";
import type { ActionResult } from "@/lib/web/action-result";

/** A save that waits for somebody to see what it would change. */
export interface PendingSave {
  readonly patch: SyncPatch;
  readonly said: Said;
  readonly impact: ActionResult<Impact>;
}
