import { randomBytes } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { type Context, SCOPES } from "@/lib/admin/verb/context";
import {
  invalidInput,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { type ApiToken, hashToken, toApiToken, withCreator } from "./api-token";

const DAYS_MAX = 3_650;
const DAY_MS = 86_400_000;

const createApiTokenInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Choose at least one scope")
    .transform((scopes) => [...new Set(scopes)]),
  /** Absent: every project that its maker may see. */
  projectId: projectIdSchema.optional(),
  /** Absent: it does not expire. */
  days: z.int().min(1).max(DAYS_MAX).optional(),
});

/** `value` is shown this once: only its hash is kept. */
export async function createApiToken(
  ctx: Context,
  rawInput: z.input<typeof createApiTokenInput>,
): Promise<{ readonly token: ApiToken; readonly value: string }> {
  requirePerson(ctx, "tokens:write");
  const { name, scopes, projectId, days } = parseInput(createApiTokenInput, rawInput);
  if (projectId !== undefined) {
    requireIn(ctx, "tokens:write", projectId);
    if (scopes.includes("pipeline:run")) {
      const message = "The pipeline runs for all projects: choose every project for this token";
      throw invalidInput([{ field: "scopes", message, code: "every_project" }]);
    }
  }
  const value = `trib_${randomBytes(32).toString("base64url")}`;
  const lastFour = value.slice(-4);
  const row = await ctx.db.$transaction(async (tx) => {
    const expiresAt = days === undefined ? null : new Date(ctx.clock.now() + days * DAY_MS);
    const expires = expiresAt === null ? {} : { expires: expiresAt.toISOString().slice(0, 10) };
    const details = { lastFour, scopes, ...expires };
    await writeAudit(tx, ctx, {
      action: "token.created",
      ...(projectId === undefined ? {} : { projectId }),
      target: name,
      details,
    });
    return tx.apiToken.create({
      data: {
        name,
        scopes,
        hash: hashToken(value),
        lastFour,
        expiresAt,
        projectId: projectId ?? null,
        createdById: ctx.actor.kind === "user" ? ctx.actor.id : null,
      },
      include: withCreator,
    });
  });
  return { token: toApiToken(row), value };
}
