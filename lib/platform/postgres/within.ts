import type { Pool, PoolClient } from "pg";
import type { Clock } from "@/lib/kernel/clock";

/**
 * Runs `work` on a connection that may take `ms` altogether, waiting for it included. Rejects when it takes longer; the
 * connection is thrown away then, and after any error: it may be in a transaction, or never answer again.
 */
export async function within<T>(
  pool: Pool,
  clock: Clock,
  ms: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const tooLate = clock.sleep(ms, ended.signal).then((): never => {
    const isTaken = pool.waitingCount > 0 && pool.totalCount >= pool.options.max;
    const why = isTaken ? "every connection is taken" : "the database does not answer";
    throw new Error(`${why} (waited ${ms} ms)`);
  });
  try {
    return await Promise.race([onConnection(pool, ended.signal, work), tooLate]);
  } finally {
    ended.abort();
  }
}

async function onConnection<T>(
  pool: Pool,
  ended: AbortSignal,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isHeld = true;
  const giveBack = (broken: boolean) => {
    if (isHeld) client.release(broken);
    isHeld = false;
  };
  const giveUp = () => giveBack(true);
  ended.addEventListener("abort", giveUp, { once: true });
  try {
    ended.throwIfAborted();
    const result = await work(client);
    giveBack(false);
    return result;
  } finally {
    giveBack(true);
    ended.removeEventListener("abort", giveUp);
  }
}
