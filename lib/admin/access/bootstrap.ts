import { writeAudit } from "@/lib/admin/audit/write-audit";
import { insertProject } from "@/lib/admin/projects/insert-project";
import type { Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import type { Env } from "@/lib/platform/env";
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
  const { apiKey } = project;
  if ((await ctx.db.project.findUnique({ where: { apiKey } })) !== null) return;
  try {
    await insertProject(ctx, project);
  } catch (error) {
    // Another process was first.
    if ((await ctx.db.project.findUnique({ where: { apiKey } })) === null) throw error;
  }
}

async function ensureToken(ctx: Context, value: string) {
  const [name, lastFour, scopes] = ["Bootstrap", value.slice(-4), ["full"]];
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
