"use server";

import { action } from "@/lib/http/action";
import { planRestore, restoreSync, restoreSyncInput } from "@/lib/syncs/restore-sync";

export const planRestoreAction = action(restoreSyncInput, async (ctx, input) =>
  planRestore(ctx, input),
);

export const restoreSyncAction = action(restoreSyncInput, async (ctx, input) =>
  restoreSync(ctx, input),
);
