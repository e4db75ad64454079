import { requireSync } from "@/lib/syncs/require-sync";
import type { Context } from "@/lib/verbs/context";
import { requireScope } from "@/lib/verbs/guards";

/** The partner id of a sync that is about to be changed. */
export async function partnerOfSync(
  ctx: Context,
  { id, projectId }: { readonly id: number; readonly projectId: number },
): Promise<string> {
  requireScope(ctx, "destinations:write");
  return (await requireSync(ctx, id, projectId)).partner;
}
