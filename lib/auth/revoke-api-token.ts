import type { Context } from "@/lib/verbs/context";

export async function revokeApiToken(_ctx: Context, _input: { id: number }): Promise<void> {
  throw new Error("not written yet");
}
