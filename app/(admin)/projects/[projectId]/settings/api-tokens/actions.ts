"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createApiToken } from "@/lib/auth/create-api-token";
import { revokeApiToken } from "@/lib/auth/revoke-api-token";
import { action } from "@/lib/http/action";
import { SCOPES } from "@/lib/verbs/context";

export const createApiTokenAction = action(
  z.object({ name: z.string(), scopes: z.array(z.enum(SCOPES)) }),
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
