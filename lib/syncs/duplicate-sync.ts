import type { Sync } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function duplicateSync(
  _ctx: Context,
  _input: { id: number; name?: string | undefined },
): Promise<Sync> {
  throw new Error("not written yet");
}
