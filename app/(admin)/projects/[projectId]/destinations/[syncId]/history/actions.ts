"use server";

import { planRestore, restoreSync, restoreSyncInput } from "@/lib/admin/syncs/restore-sync";
import { action } from "@/lib/web/action";

export const planRestoreAction = action(restoreSyncInput, async (ctx, input) =>
  planRestore(ctx, input),
);

export const restoreSyncAction = action(restoreSyncInput, async (ctx, input) =>
  restoreSync(ctx, input),
);
