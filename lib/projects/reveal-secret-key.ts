import type { Context } from "@/lib/verbs/context";

export async function revealSecretKey(
  _ctx: Context,
  _input: { projectId: number },
): Promise<{ readonly secretKey: string }> {
  throw new Error("not written yet");
}
