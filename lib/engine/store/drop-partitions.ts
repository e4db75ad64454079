import type { PoolClient } from "pg";

// Dropping partitions beside running traffic and beside readers that run for hours (a backup). DETACH … CONCURRENTLY
// makes nobody wait; whatever has to wait itself gives up by the session's lock_timeout, and the next run goes on
// from where it stopped: detached halfway, or detached but not dropped.

export type Parent = "events" | "person_states" | "deliveries" | "delivery_requests" | "insert_ids";

export interface Partition {
  readonly parent: Parent;
  readonly name: string;
  /** First day in it, YYYY-MM-DD. */
  readonly day: string;
  /** `pending`: a detach was begun and not ended; `detached`: only the table is left. */
  readonly state: "attached" | "pending" | "detached";
}

/** The partitions whose first day lies before `day`, what is left of earlier drops included, oldest first. */
export async function partitionsBefore(
  client: PoolClient,
  parent: Parent,
  day: string,
): Promise<readonly Partition[]> {
  const { rows } = await client.query<Omit<Partition, "parent">>(
    `SELECT name, day, state FROM (
       SELECT c.relname AS name, to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day,
         CASE WHEN i.inhrelid IS NULL THEN 'detached' WHEN i.inhdetachpending THEN 'pending' ELSE 'attached' END AS state
       FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = $1::text::regclass
       WHERE c.relkind = 'r' AND c.relname ~ ('^' || $1::text || '_[0-9]{8}$')
         AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $1::text::regclass)
     ) AS found WHERE day < $2 ORDER BY state = 'attached', day`,
    [parent, day],
  );
  return rows.map((row) => ({ parent, ...row }));
}

/** MUST NOT be called in a transaction. Rejects with SQLSTATE 55P03 when somebody reads it for too long. */
export async function dropPartition(
  client: PoolClient,
  { parent, name, state }: Partition,
): Promise<void> {
  if (state !== "detached") {
    const how = state === "pending" ? "FINALIZE" : "CONCURRENTLY";
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${name} ${how}`);
  }
  await client.query(`DROP TABLE IF EXISTS ${name}`);
}
