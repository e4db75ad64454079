import type { ApiToken } from "@/lib/auth/api-token";
import type { Context } from "@/lib/verbs/context";

export async function createApiToken(
  _ctx: Context,
  _input: { name: string; scopes: readonly string[] },
): Promise<{ readonly token: ApiToken; readonly value: string }> {
  throw new Error("not written yet");
}
