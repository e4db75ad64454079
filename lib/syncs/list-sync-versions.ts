import type { SyncVersionView } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function listSyncVersions(
  _ctx: Context,
  _input: { id: number },
): Promise<readonly SyncVersionView[]> {
  throw new Error("not written yet");
}
