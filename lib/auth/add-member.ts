import type { User } from "@/lib/auth/user";
import type { Context } from "@/lib/verbs/context";

export async function addMember(
  _ctx: Context,
  _input: { name: string; email: string; password: string },
): Promise<User> {
  throw new Error("not written yet");
}
