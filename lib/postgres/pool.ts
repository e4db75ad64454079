import pg from "pg";

// BIGINT columns here are counts and offsets, far below 2^53: numbers, not strings.
const INT8_OID = 20;

/**
 * A connection pool for the hot path; the admin app uses Prisma on its own pool.
 * @param waitMsMax how long a query may wait for a connection before it fails
 */
export function createPool(
  connectionString: string,
  max: number,
  applicationName: string,
  waitMsMax = 5_000,
): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: applicationName,
    connectionTimeoutMillis: waitMsMax,
    types,
  });
  // A connection that breaks is replaced by the pool; without listeners Node would end the process, be it idle or
  // between two statements of a transaction, whose next statement rejects then.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * Runs `work` in one transaction on one connection: COMMIT when it resolves, ROLLBACK when it rejects.
 * A connection whose ROLLBACK fails too is thrown away.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
