"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createApiToken } from "@/lib/admin/access/create-api-token";
import { revokeApiToken } from "@/lib/admin/access/revoke-api-token";
import { SCOPES } from "@/lib/admin/verb/context";
import { action } from "@/lib/web/action";

export const createApiTokenAction = action(
  z.object({
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    projectId: z.number().optional(),
    days: z.number().optional(),
  }),
  async (ctx, input) => {
    const created = await createApiToken(ctx, input);
    revalidatePath("/projects", "layout");
    return created;
  },
);

export const revokeApiTokenAction = action(z.object({ id: z.number() }), async (ctx, input) => {
  await revokeApiToken(ctx, input);
  revalidatePath("/projects", "layout");
});
