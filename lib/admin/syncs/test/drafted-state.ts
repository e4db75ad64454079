import type { z } from "zod";
import { applyPatch } from "@/lib/admin/syncs/save/apply-patch";
import type { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { stateOf } from "@/lib/admin/syncs/save/planned-update";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import type { VersionState } from "@/lib/admin/syncs/version-state";
import { connectorOf } from "@/lib/engine/connectors/registry";

/** A sync with changes that are not saved, and the secrets among them. They need not be complete: it is not enabled. */
export function draftedState(
  sync: KnownSync,
  draft: z.output<typeof syncPatchSchema>,
  base: VersionState = stateOf(sync),
) {
  const { definition } = connectorOf(sync.partner);
  return applyPatch(
    definition,
    { ...stateOf(sync), ...base, enabled: false },
    { ...draft, enabled: false },
  );
}
