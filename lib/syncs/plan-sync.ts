import type { Plan, SyncPatch } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function planSync(
  _ctx: Context,
  _input: {
    id: number;
    projectId?: number | undefined;
    version?: number | undefined;
    patch: SyncPatch;
  },
): Promise<Plan> {
  throw new Error("not written yet");
}
