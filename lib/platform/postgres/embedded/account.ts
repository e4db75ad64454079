import { execFileSync, spawnSync } from "node:child_process";
import { AppError } from "@/lib/kernel/errors";

/** The system user that PostgreSQL runs as when we are root, which it refuses to run as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined when we are an ordinary user: PostgreSQL then runs as ourselves. */
export function serverAccount(say: (line: string) => void): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp("postgres");
  if (existing !== undefined) return existing;
  const made = spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const created = made.status === 0 ? lookUp("postgres") : undefined;
  if (created !== undefined) {
    say("PostgreSQL cannot run as root: created the system user postgres for it.");
    return created;
  }
  const nobody = lookUp("nobody");
  if (nobody !== undefined) {
    say("PostgreSQL cannot run as root and no user could be created: it runs as nobody.");
    return nobody;
  }
  throw new AppError(
    "unavailable",
    "PostgreSQL cannot run as root and no system user could be created for it: start as an ordinary user, or set DATABASE_URL to your own PostgreSQL 15 or newer.",
  );
}

function lookUp(name: string): Account | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    return { name, uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/**
 * Spawn options that make PostgreSQL's programs run as `account`: in a folder that it may enter, and
 * without our variables (PGDATA, LC_ALL and the like would change what they do).
 */
export const runAs = (account: Account | undefined) => ({
  cwd: "/",
  env: { NODE_ENV: "production", LC_ALL: "C", TZ: "UTC" } as const,
  ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
});
