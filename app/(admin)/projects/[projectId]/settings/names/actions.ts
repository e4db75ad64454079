"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/http/action";
import { deleteName } from "@/lib/projects/delete-name";
import { hideName, hideNameInput } from "@/lib/projects/hide-name";
import { nameInput } from "@/lib/projects/name-registry";

export const hideNameAction = action(hideNameInput, async (ctx, input) => {
  await hideName(ctx, input);
  revalidatePath("/projects", "layout");
});

export const deleteNameAction = action(nameInput, async (ctx, input) => {
  await deleteName(ctx, input);
  revalidatePath("/projects", "layout");
});
