import { readFileSync } from "node:fs";
import type { Pool, PoolClient } from "pg";

// Processor time of the database server by statement, as Linux counts a session's process. A session works only when
// it is asked: what it spends between one statement and the next is the first one's.

/** By `name` of prepared statements, else by the first words: ms so far. Empty where there is no /proc. */
export type StatementCosts = ReadonlyMap<string, number>;

/** Watches every connection that the pool opens from now on. */
export function watchStatements(pool: Pool): StatementCosts {
  const costs = new Map<string, number>();
  pool.on("connect", (client) => watch(client, costs));
  return costs;
}

function watch(client: PoolClient, costs: Map<string, number>): void {
  const pid: unknown = Reflect.get(client, "processID");
  const { query } = client;
  let statement = "";
  let spentMs = 0;
  Reflect.set(client, "query", (...args: readonly unknown[]) => {
    const nowMs = sessionMs(pid);
    if (statement !== "")
      costs.set(statement, (costs.get(statement) ?? 0) + Math.max(0, nowMs - spentMs));
    statement = nameOf(args[0]);
    spentMs = nowMs;
    return Reflect.apply(query, client, args);
  });
}

function nameOf(statement: unknown): string {
  const text =
    typeof statement === "string"
      ? statement
      : Object(statement).name || Object(statement).text || Object(statement).cursor?.text;
  return String(text).trim().split(/\s+/).slice(0, 2).join(" ");
}

/** Nanoseconds on a processor are the first number. */
function sessionMs(pid: unknown): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return 0;
  }
}
