import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type ApiToken, hashToken, toApiToken, withCreator } from "@/lib/auth/api-token";
import { type Context, SCOPES } from "@/lib/verbs/context";
import { parseInput, requirePerson } from "@/lib/verbs/guards";

export const createApiTokenInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Choose at least one scope")
    .transform((scopes) => [...new Set(scopes)]),
});

/** `value` is shown this once: only its hash is kept. */
export async function createApiToken(
  ctx: Context,
  rawInput: z.input<typeof createApiTokenInput>,
): Promise<{ readonly token: ApiToken; readonly value: string }> {
  requirePerson(ctx);
  const { name, scopes } = parseInput(createApiTokenInput, rawInput);
  const value = `trib_${randomBytes(32).toString("base64url")}`;
  const row = await ctx.db.apiToken.create({
    data: {
      name,
      scopes,
      hash: hashToken(value),
      lastFour: value.slice(-4),
      createdById: ctx.actor.kind === "user" ? ctx.actor.id : null,
    },
    include: withCreator,
  });
  return { token: toApiToken(row), value };
}
