import { randomBytes } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { type Context, SCOPES } from "@/lib/admin/verb/context";
import { parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { type ApiToken, hashToken, toApiToken, withCreator } from "./api-token";

const createApiTokenInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
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
  requirePerson(ctx, "tokens:write");
  const { name, scopes } = parseInput(createApiTokenInput, rawInput);
  const value = `trib_${randomBytes(32).toString("base64url")}`;
  const lastFour = value.slice(-4);
  const row = await ctx.db.$transaction(async (tx) => {
    const details = { lastFour, scopes };
    await writeAudit(tx, ctx, { action: "token.created", target: name, details });
    return tx.apiToken.create({
      data: {
        name,
        scopes,
        hash: hashToken(value),
        lastFour,
        createdById: ctx.actor.kind === "user" ? ctx.actor.id : null,
      },
      include: withCreator,
    });
  });
  return { token: toApiToken(row), value };
}
