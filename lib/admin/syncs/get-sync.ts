import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";
import type { Sync } from "./sync";
import { toSync } from "./sync-row";

export const getSyncInput = z.object({ id: syncIdSchema, projectId: projectIdSchema.optional() });

/** With `projectId`, a sync of another project does not exist. */
export async function getSync(ctx: Context, rawInput: z.input<typeof getSyncInput>): Promise<Sync> {
  requireScope(ctx, "destinations:read");
  const { id, projectId } = parseInput(getSyncInput, rawInput);
  return toSync(await requireSync(ctx, id, projectId));
}
