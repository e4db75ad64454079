import type { Context } from "@/lib/verbs/context";

export async function deleteSync(
  _ctx: Context,
  _input: { id: number; projectId?: number | undefined; version?: number | undefined },
): Promise<void> {
  throw new Error("not written yet");
}
