import { verifyAudit } from "@/lib/admin/audit/verify-audit";
import { AppError } from "@/lib/kernel/errors";
import { type Env, parseProcessEnv } from "@/lib/platform/env";
import { startEmbeddedPostgres } from "@/lib/platform/postgres/embedded/server";
import { createDatabase } from "@/lib/platform/postgres/prisma";

// `npm run verify-audit [-- SEAL]`: whether the audit log is what was written, and, with a seal that was noted before,
// whether nothing was cut off since. The embedded database is started for it, so the product must not run meanwhile.

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const parsed = parseProcessEnv();
if (parsed.ok) {
  await verify(parsed.value, process.argv[2]).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    complain([error.message]);
  });
} else complain(parsed.error);

function complain(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}

async function verify({ databaseUrl, dataDir }: Env, noted: string | undefined): Promise<void> {
  const postgres =
    databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir, say }) : undefined;
  const db = createDatabase(databaseUrl ?? postgres?.url ?? "", 1);
  try {
    const { entries, head, fault } = await verifyAudit(db, noted);
    if (fault !== null) return complain([`The audit log was changed. ${fault}.`]);
    say(`The audit log is whole: ${entries} entries. Its last seal, to be noted: ${head}`);
  } finally {
    await db.$disconnect();
    await postgres?.stop();
  }
}
