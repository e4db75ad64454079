import { z } from "zod";
import { requireSync } from "@/lib/syncs/require-sync";
import type { Sync } from "@/lib/syncs/sync";
import { toSync } from "@/lib/syncs/sync-row";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requireScope } from "@/lib/verbs/guards";

export const getSyncInput = z.object({ id: idSchema, projectId: idSchema.optional() });

/** With `projectId`, a sync of another project does not exist. */
export async function getSync(ctx: Context, rawInput: z.input<typeof getSyncInput>): Promise<Sync> {
  requireScope(ctx, "destinations:read");
  const { id, projectId } = parseInput(getSyncInput, rawInput);
  return toSync(await requireSync(ctx, id, projectId));
}
