import type { ApiToken } from "@/lib/auth/api-token";
import type { Context } from "@/lib/verbs/context";

export async function listApiTokens(_ctx: Context): Promise<readonly ApiToken[]> {
  throw new Error("not written yet");
}
