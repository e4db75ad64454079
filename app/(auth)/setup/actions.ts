"use server";

import { z } from "zod";
import { createFirstAdmin } from "@/lib/admin/access/create-first-admin";
import { createProject } from "@/lib/admin/projects/create-project";
import { contextFor } from "@/lib/admin/verb/context-for";
import { action, publicAction } from "@/lib/web/action";

export const createAdminAction = publicAction(
  z.object({ name: z.string(), email: z.string(), password: z.string() }),
  async (input) => createFirstAdmin(contextFor({ kind: "system" }), input),
);

export const createProjectAction = action(z.object({ name: z.string() }), async (ctx, input) =>
  createProject(ctx, input),
);
