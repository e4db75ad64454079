"use server";

import { revalidatePath } from "next/cache";
import { addMember, addMemberInput } from "@/lib/admin/access/add-member";
import { changeRole, changeRoleInput } from "@/lib/admin/access/change-role";
import { removeMember, removeMemberInput } from "@/lib/admin/access/remove-member";
import { action } from "@/lib/web/action";

export const addMemberAction = action(addMemberInput, async (ctx, input) => {
  await addMember(ctx, input);
  revalidatePath("/projects", "layout");
});

export const changeRoleAction = action(changeRoleInput, async (ctx, input) => {
  await changeRole(ctx, input);
  revalidatePath("/projects", "layout");
});

export const removeMemberAction = action(removeMemberInput, async (ctx, input) => {
  await removeMember(ctx, input);
  revalidatePath("/projects", "layout");
});
