"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createIngestionKey } from "@/lib/admin/projects/create-ingestion-key";
import { renameProject } from "@/lib/admin/projects/rename-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { revokeIngestionKey } from "@/lib/admin/projects/revoke-ingestion-key";
import { action } from "@/lib/web/action";

export const renameProjectAction = action(
  z.object({ projectId: z.number(), name: z.string() }),
  async (ctx, input) => {
    const project = await renameProject(ctx, input);
    revalidatePath("/projects", "layout");
    return project;
  },
);

export const createIngestionKeyAction = action(
  z.object({ projectId: z.number(), label: z.string() }),
  async (ctx, input) => {
    const key = await createIngestionKey(ctx, input);
    revalidatePath("/projects", "layout");
    return key;
  },
);

export const revokeIngestionKeyAction = action(
  z.object({ projectId: z.number(), id: z.number() }),
  async (ctx, input) => {
    await revokeIngestionKey(ctx, input);
    revalidatePath("/projects", "layout");
  },
);

export const revealSecretKeyAction = action(
  z.object({ projectId: z.number() }),
  async (ctx, input) => revealSecretKey(ctx, input),
);
