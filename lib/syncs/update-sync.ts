import type { Sync, SyncPatch } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function updateSync(
  _ctx: Context,
  _input: {
    id: number;
    projectId?: number | undefined;
    version?: number | undefined;
    patch: SyncPatch;
  },
): Promise<Sync> {
  throw new Error("not written yet");
}
