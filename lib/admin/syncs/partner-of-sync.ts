import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";

const partnerOfSyncInput = z.object({ id: syncIdSchema, projectId: projectIdSchema });

/** The partner id of a sync that is about to be changed. */
export async function partnerOfSync(
  ctx: Context,
  rawInput: z.input<typeof partnerOfSyncInput>,
): Promise<string> {
  requireScope(ctx, "destinations:write");
  const { id, projectId } = parseInput(partnerOfSyncInput, rawInput);
  return (await requireSync(ctx, id, projectId, "destinations:write")).partner;
}
