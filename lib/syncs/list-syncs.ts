import type { Sync } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";
import type { Page } from "@/lib/verbs/page";

export interface ListSyncsInput {
  projectId: number;
  q?: string | undefined;
  partner?: string | undefined;
  enabled?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}
export async function listSyncs(_ctx: Context, _input: ListSyncsInput): Promise<Page<Sync>> {
  throw new Error("not written yet");
}
