import type { User } from "@/lib/auth/user";
import type { Context } from "@/lib/verbs/context";

export async function listMembers(_ctx: Context): Promise<readonly User[]> {
  throw new Error("not written yet");
}
