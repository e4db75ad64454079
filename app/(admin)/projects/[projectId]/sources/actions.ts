"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createSource } from "@/lib/admin/sources/create-source";
import { deleteSource } from "@/lib/admin/sources/delete-source";
import { replaceSourceSecret } from "@/lib/admin/sources/replace-source-secret";
import { SOURCE_KINDS } from "@/lib/admin/sources/source";
import { action } from "@/lib/web/action";

const target = z.object({ projectId: z.number(), id: z.number() });

export const createSourceAction = action(
  z.object({ projectId: z.number(), kind: z.enum(SOURCE_KINDS) }),
  async (ctx, input) => {
    const made = await createSource(ctx, input);
    revalidatePath("/projects", "layout");
    return made;
  },
);

export const replaceSourceSecretAction = action(target, async (ctx, input) => {
  const made = await replaceSourceSecret(ctx, input);
  revalidatePath("/projects", "layout");
  return made;
});

export const deleteSourceAction = action(target, async (ctx, input) => {
  await deleteSource(ctx, input);
  revalidatePath("/projects", "layout");
});
