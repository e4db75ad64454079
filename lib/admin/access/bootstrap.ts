import { writeAudit } from "@/lib/admin/audit/write-audit";
import { insertProject } from "@/lib/admin/projects/insert-project";
import type { Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import type { Env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { hashToken } from "./api-token";
import { createFirstAdmin } from "./create-first-admin";
import { isFirstRun } from "./is-first-run";

/**
 * Creates what the environment asks for and the database lacks: the first admin, a project with a given ingestion key,
 * an API token with a given value. May run again and in several processes at once.
 */
export async function bootstrap(
  ctx: Context,
  wanted: Pick<Env, "admin" | "bootstrapProject" | "bootstrapApiToken">,
): Promise<void> {
  if (wanted.admin !== undefined) await ensureAdmin(ctx, wanted.admin);
  if (wanted.bootstrapProject !== undefined) await ensureProject(ctx, wanted.bootstrapProject);
  if (wanted.bootstrapApiToken !== undefined) {
    await ensureToken(ctx, wanted.bootstrapApiToken.reveal());
  }
}

async function ensureAdmin(ctx: Context, { email, password }: NonNullable<Env["admin"]>) {
  if (!(await isFirstRun(ctx))) return;
  try {
    await createFirstAdmin(ctx, { name: "Admin", email, password: password.reveal() });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
  }
}

async function ensureProject(ctx: Context, project: NonNullable<Env["bootstrapProject"]>) {
  // Also one that was revoked: whoever took it away does not want another project for it.
  const isKnown = async () =>
    (await ctx.db.ingestionKey.count({ where: { key: project.apiKey } })) > 0;
  if (await isKnown()) return;
  try {
    await insertProject(ctx, project);
  } catch (error) {
    // Another process was first.
    if (!(await isKnown())) throw error;
  }
}

async function ensureToken(ctx: Context, value: string) {
  const [name, lastFour, scopes] = ["Bootstrap", value.slice(-4), ["full"]];
  if ((await ctx.db.revokedToken.count({ where: { hash: hashToken(value) } })) > 0) {
    logger.warn("BOOTSTRAP_API_TOKEN was revoked and stays so: give it another value, or unset it");
    return;
  }
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.apiToken.createMany({
      data: [{ name, hash: hashToken(value), lastFour, scopes }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    const details = { lastFour, scopes };
    await writeAudit(tx, ctx, { action: "token.created", target: name, details });
  });
}
