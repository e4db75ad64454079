import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { invalidInput } from "@/lib/admin/verb/guards";
import type { Secret } from "@/lib/kernel/secret";
import { createFirstAdmin, newUserInput } from "./create-first-admin";
import { isSetupCode } from "./setup-code";
import type { User } from "./user";

export const completeSetupInput = z.object({ ...newUserInput.shape, code: z.string().max(100) });

/** The first run as a stranger sees it: the same as createFirstAdmin, for who knows the code that `npm start` printed. */
export async function completeSetup(
  ctx: Pick<Context, "actor" | "db" | "clock">,
  { code, ...input }: z.input<typeof completeSetupInput>,
  authSecret: Secret,
): Promise<User> {
  if (!isSetupCode(code, authSecret.reveal())) {
    const message = "This is not the setup code: it stands in the output of npm start";
    throw invalidInput([{ field: "code", message, code: "setup_code" }]);
  }
  return createFirstAdmin(ctx, input);
}
