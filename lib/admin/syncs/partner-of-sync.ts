import type { Context } from "@/lib/admin/verb/context";
import { requireScope } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";

/** The partner id of a sync that is about to be changed. */
export async function partnerOfSync(
  ctx: Context,
  { id, projectId }: { readonly id: number; readonly projectId: number },
): Promise<string> {
  requireScope(ctx, "destinations:write");
  return (await requireSync(ctx, id, projectId)).partner;
}
