"use server";

import { revalidatePath } from "next/cache";
import { deleteName } from "@/lib/admin/names/delete-name";
import { hideName, hideNameInput } from "@/lib/admin/names/hide-name";
import { nameInput } from "@/lib/admin/names/name-registry";
import { action } from "@/lib/web/action";

export const hideNameAction = action(hideNameInput, async (ctx, input) => {
  await hideName(ctx, input);
  revalidatePath("/projects", "layout");
});

export const deleteNameAction = action(nameInput, async (ctx, input) => {
  await deleteName(ctx, input);
  revalidatePath("/projects", "layout");
});
