import { processorTime } from "./cpu-time";
import type { World } from "./world";

/** What the database server has spent and written so far: ms of processor time, and bytes. */
interface ServerFacts {
  readonly ms: number;
  readonly wal: number;
  readonly tables: number;
  readonly indexes: number;
}

export async function serverFacts({
  pool,
  processes,
}: Pick<World, "pool" | "processes">): Promise<ServerFacts> {
  const { rows } = await pool.query<Omit<ServerFacts, "ms">>(
    `SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS wal, sum(pg_table_size(oid))::float8 AS tables,
       sum(pg_indexes_size(oid))::float8 AS indexes
     FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const [facts = { wal: 0, tables: 0, indexes: 0 }] = rows;
  const { PostgreSQL: ms = 0 } = processorTime({ PostgreSQL: processes["PostgreSQL"] ?? [] });
  return { ms, ...facts };
}
