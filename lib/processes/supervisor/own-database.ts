import { Client } from "pg";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";

// PostgreSQL 15 is the oldest that the project's SQL is written for.
const VERSION_MIN = 150_000;
const RETRY_MS = 250;
const CONNECT_MS_MAX = 5_000;
/** A database that is started together with us gets this long to come up. */
const PATIENCE_MS = 10_000;

const NOT_UP_YET = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "57P03"]);

/** Rejects with one clear line unless the database answers and is new enough. */
export async function requireDatabase(url: string, patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check(url);
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (!NOT_UP_YET.has(codeOf(error)) || Date.now() >= deadline) {
        throw new AppError("unavailable", explain(url, error));
      }
    }
    await systemClock.sleep(RETRY_MS);
  }
}

async function check(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    const version = Number(rows[0]?.server_version_num);
    if (version < VERSION_MIN) {
      throw new AppError(
        "unavailable",
        `DATABASE_URL: the server at ${placeOf(url)} is PostgreSQL ${Math.floor(version / 10_000)}; use version ${VERSION_MIN / 10_000} or newer, or unset DATABASE_URL for the embedded one.`,
      );
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(url: string, error: unknown): string {
  const code = codeOf(error);
  const place = placeOf(url);
  if (code.startsWith("28")) {
    return `DATABASE_URL: ${place} refuses the user name or password: correct them.`;
  }
  if (code === "3D000") return `DATABASE_URL: ${place} does not exist: create that database first.`;
  const reason = error instanceof Error && error.message !== "" ? error.message : code;
  return `DATABASE_URL: no PostgreSQL answers at ${place} (${reason}): start it, correct the address, or unset DATABASE_URL for the embedded one.`;
}

/** Host, port and database, without the credentials. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";
