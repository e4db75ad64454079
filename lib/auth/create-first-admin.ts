import type { User } from "@/lib/auth/user";
import type { Context } from "@/lib/verbs/context";

/** Creates the first admin; `conflict` as soon as there is any user. */
export async function createFirstAdmin(
  _ctx: Pick<Context, "db" | "clock">,
  _input: { name: string; email: string; password: string },
): Promise<User> {
  throw new Error("not written yet");
}
