import type { Sync } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function createSync(
  _ctx: Context,
  _input: { projectId: number; name: string; partner: string },
): Promise<Sync> {
  throw new Error("not written yet");
}
