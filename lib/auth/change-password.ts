import type { Context } from "@/lib/verbs/context";

export async function changePassword(
  _ctx: Context,
  _input: { current: string; password: string },
): Promise<void> {
  throw new Error("not written yet");
}
