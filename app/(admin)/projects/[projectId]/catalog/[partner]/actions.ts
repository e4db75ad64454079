"use server";

import { z } from "zod";
import { action } from "@/lib/http/action";
import { createSync } from "@/lib/syncs/create-sync";

export const createSyncAction = action(
  z.object({ projectId: z.number(), partner: z.string(), name: z.string() }),
  async (ctx, input) => ({ id: (await createSync(ctx, input)).id }),
);
