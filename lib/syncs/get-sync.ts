import type { Sync } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";

export async function getSync(
  _ctx: Context,
  _input: { id: number; projectId?: number | undefined },
): Promise<Sync> {
  throw new Error("not written yet");
}
