"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { addMember } from "@/lib/admin/access/add-member";
import { removeMember } from "@/lib/admin/access/remove-member";
import { action } from "@/lib/web/action";

export const addMemberAction = action(
  z.object({ name: z.string(), email: z.string(), password: z.string() }),
  async (ctx, input) => {
    await addMember(ctx, input);
    revalidatePath("/projects", "layout");
  },
);

export const removeMemberAction = action(z.object({ id: z.number() }), async (ctx, input) => {
  await removeMember(ctx, input);
  revalidatePath("/projects", "layout");
});
