"use server";

import { z } from "zod";
import { deleteSync, deleteSyncInput } from "@/lib/admin/syncs/delete-sync";
import { duplicateSync, duplicateSyncInput } from "@/lib/admin/syncs/duplicate-sync";
import { getSync, getSyncInput } from "@/lib/admin/syncs/get-sync";
import { probeSync, probeSyncInput } from "@/lib/admin/syncs/probe-sync";
import { syncBacklog, syncBacklogInput } from "@/lib/admin/syncs/sync-backlog";
import { draftImpact, draftImpactInput } from "@/lib/admin/syncs/test/draft-impact";
import { testSyncConnection } from "@/lib/admin/syncs/test/test-sync-connection";
import { updateSync, updateSyncInput } from "@/lib/admin/syncs/update-sync";
import { action } from "@/lib/web/action";

export const saveSyncAction = action(updateSyncInput, async (ctx, input) => updateSync(ctx, input));

export const backlogAction = action(syncBacklogInput, async (ctx, input) =>
  syncBacklog(ctx, input),
);

export const impactAction = action(draftImpactInput, draftImpact);

export const loadSyncAction = action(getSyncInput, async (ctx, input) => getSync(ctx, input));

export const duplicateSyncAction = action(duplicateSyncInput, async (ctx, input) =>
  duplicateSync(ctx, input),
);

export const deleteSyncAction = action(deleteSyncInput, async (ctx, input) =>
  deleteSync(ctx, input),
);

export const tryNowAction = action(probeSyncInput, async (ctx, input) => probeSync(ctx, input));

export const testConnectionAction = action(
  z.object({
    id: z.number(),
    projectId: z.number(),
    config: z.record(z.string(), z.union([z.string(), z.number()])),
    secrets: z.record(z.string(), z.string()),
  }),
  async (ctx, input) => testSyncConnection(ctx, input),
);
