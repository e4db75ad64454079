import pg from "pg";
import { connectionOptions } from "./connection-options";
import { DatabaseAway, UnknownCommit } from "./errors";

// Guarantee: nothing waits for the database for ever. A connection has a deadline from the moment it is taken out of
// its pool; then it is closed, and whoever waits for an answer on it gets an error.

// BIGINT columns here are counts and offsets, far below 2^53: numbers, not strings.
const INT8_OID = 20;

export interface PoolLimits {
  /** How long a caller may wait for a free connection before it fails. */
  readonly waitMsMax?: number;
  /** How long a connection may be held, for one statement or for a transaction. */
  readonly deadlineMs?: number;
}

/** Work whose connection is closed ends by itself, since all it asks rejects; what does not is left behind after this. */
const GRACE_MS = 1_000;

const WAIT_MS_MAX = 5_000;
const DEADLINE_MS = 15_000;

/** A pool of connections that are bounded in time. */
export function createPool(
  connectionString: string,
  max: number,
  applicationName: string,
  { waitMsMax = WAIT_MS_MAX, deadlineMs = DEADLINE_MS }: PoolLimits = {},
): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({
    ...connectionOptions(connectionString, applicationName),
    connectionTimeoutMillis: waitMsMax,
    max,
    types,
    // The server ends what our deadline cuts off: it may not learn that we are gone, and holds locks.
    statement_timeout: deadlineMs,
    idle_in_transaction_session_timeout: deadlineMs,
    // A lock that does not come fails the statement, and spares the connection.
    lock_timeout: Math.ceil(deadlineMs / 2),
  });
  // A connection that breaks is replaced by the pool; without listeners Node would end the process, be it idle or
  // between two statements of a transaction, whose next statement rejects then.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const timers = new WeakMap<pg.PoolClient, NodeJS.Timeout>();
  pool.on("acquire", (client) => {
    timers.set(client, setTimeout(close, deadlineMs, client));
  });
  pool.on("release", (_error, client) => clearTimeout(timers.get(client)));
  return pool;
}

/** At once, whatever the server is doing: the statement that waits for its answer rejects. */
const close = (client: pg.PoolClient): void => void client.end();

interface TransactionOptions {
  /** From the first statement to the confirmed commit. The pool's own deadline holds beside it. */
  readonly deadlineMs?: number;
}

/**
 * Runs `work` in one transaction on one connection and commits when it resolves. When anything fails the connection is
 * closed, and thereby rolled back: a ROLLBACK would wait behind an open COPY, or for a server that does not answer.
 * Rejects with UnknownCommit when the commit was not confirmed, with DatabaseAway when the connection failed or the
 * deadline passed before it, and else with what `work` rejects with.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  { deadlineMs = DEADLINE_MS }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw new DatabaseAway(error);
  });
  let lost = false;
  let late = false;
  let committed = false;
  const noteLoss = () => {
    lost = true;
  };
  client.once("error", noteLoss).once("end", noteLoss);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      close(client);
      timer = setTimeout(reject, GRACE_MS);
    }, deadlineMs);
  });
  try {
    const working = client.query("BEGIN").then(() => work(client));
    const result = await Promise.race([working, deadline]);
    await commit(client);
    committed = true;
    return result;
  } catch (error) {
    if (error instanceof UnknownCommit) throw error;
    if (late) throw new DatabaseAway(new Error(`no answer within ${deadlineMs} ms`));
    throw lost ? new DatabaseAway(error) : error;
  } finally {
    clearTimeout(timer);
    client.off("error", noteLoss).off("end", noteLoss);
    client.release(!committed);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("COMMIT").catch((error) => {
    throw new UnknownCommit(error);
  });
  // The answer to a COMMIT after a failed statement: no error, and nothing committed.
  if (command !== "COMMIT")
    throw new Error(`COMMIT was answered by ${command}: a statement failed unnoticed`);
}
