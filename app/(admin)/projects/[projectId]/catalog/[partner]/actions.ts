"use server";

import { z } from "zod";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { action } from "@/lib/web/action";

export const createSyncAction = action(
  z.object({ projectId: z.number(), partner: z.string(), name: z.string() }),
  async (ctx, input) => ({ id: (await createSync(ctx, input)).id }),
);
