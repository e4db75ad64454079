"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { renameProject } from "@/lib/admin/projects/rename-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { action } from "@/lib/web/action";

export const renameProjectAction = action(
  z.object({ projectId: z.number(), name: z.string() }),
  async (ctx, input) => {
    const project = await renameProject(ctx, input);
    revalidatePath("/projects", "layout");
    return project;
  },
);

export const revealSecretKeyAction = action(
  z.object({ projectId: z.number() }),
  async (ctx, input) => revealSecretKey(ctx, input),
);
