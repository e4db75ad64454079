"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/lib/http/action";
import { renameProject } from "@/lib/projects/rename-project";
import { revealSecretKey } from "@/lib/projects/reveal-secret-key";

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
