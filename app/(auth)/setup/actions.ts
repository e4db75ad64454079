"use server";

import { z } from "zod";
import { createFirstAdmin } from "@/lib/auth/create-first-admin";
import { action, publicAction } from "@/lib/http/action";
import { createProject } from "@/lib/projects/create-project";
import { contextFor } from "@/lib/verbs/runtime";

export const createAdminAction = publicAction(
  z.object({ name: z.string(), email: z.string(), password: z.string() }),
  async (input) => createFirstAdmin(contextFor({ kind: "system" }), input),
);

export const createProjectAction = action(z.object({ name: z.string() }), async (ctx, input) =>
  createProject(ctx, input),
);
