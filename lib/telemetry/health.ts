import type { Context } from "@/lib/verbs/context";

/** A worker writes its row every few seconds. */
const WORKER_SEEN_SECONDS = 15;
const DATABASE_PATIENCE_MS = 3_000;

export interface Health {
  readonly status: "ok" | "unhealthy";
  readonly database: { readonly ok: boolean };
  readonly worker: { readonly ok: boolean; readonly seen_seconds_ago: number | null };
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** Whether the database answers and a worker lives. Never rejects. */
export async function checkHealth(ctx: Pick<Context, "db" | "clock">): Promise<Health> {
  const rows = await Promise.race([
    ctx.db.$queryRaw<{ seconds: number | null }[]>`
      SELECT extract(epoch FROM now() - max(seen_at))::float8 AS seconds FROM workers`.catch(
      () => null,
    ),
    ctx.clock.sleep(DATABASE_PATIENCE_MS).then(() => null),
  ]);
  const seconds = rows?.[0]?.seconds ?? null;
  const database = { ok: rows !== null };
  const worker = {
    ok: seconds !== null && seconds <= WORKER_SEEN_SECONDS,
    seen_seconds_ago: seconds === null ? null : Math.round(seconds),
  };
  const problems = problemsOf(database.ok, worker);
  return { status: problems.length === 0 ? "ok" : "unhealthy", database, worker, problems };
}

function problemsOf(databaseOk: boolean, worker: Health["worker"]): readonly string[] {
  if (!databaseOk) return ["The database does not answer: check DATABASE_URL and the server"];
  if (worker.ok) return [];
  const seen = worker.seen_seconds_ago;
  return [
    seen === null
      ? "No worker has been seen: start one (WORKERS), or call POST /api/pipeline/run on a schedule"
      : `No worker has been seen for ${seen} s: restart the workers, and look at their log`,
  ];
}
