"use server";

import { z } from "zod";
import { completeSetup, completeSetupInput } from "@/lib/admin/access/complete-setup";
import { createProject } from "@/lib/admin/projects/create-project";
import { contextFor } from "@/lib/admin/verb/context-for";
import { env } from "@/lib/platform/env";
import { action, publicAction } from "@/lib/web/action";

export const createAdminAction = publicAction(completeSetupInput, async (input) => {
  await completeSetup(contextFor({ kind: "system" }), input, env().authSecret);
});

export const createProjectAction = action(z.object({ name: z.string() }), async (ctx, input) =>
  createProject(ctx, input),
);
