import type { Pool } from "pg";
import type { Clock } from "@/lib/kernel/clock";
import { within } from "@/lib/platform/postgres/within";

/** As long as a load balancer's check may take; the statement gives up before the connection is given up. */
const STATEMENT_MS_MAX = 2_000;
const PROBE_MS_MAX = 3_000;

/**
 * Whether an append would be possible: a connection of the same pool, the locks that an append takes on its tables, and
 * a row written and committed. Null when it was, else why not. Never rejects, and ends within three seconds.
 */
export async function probeAppend(pool: Pool, clock: Clock): Promise<string | null> {
  try {
    await within(pool, clock, PROBE_MS_MAX, (client) =>
      client.query(
        `BEGIN; SET LOCAL statement_timeout = ${STATEMENT_MS_MAX};
         LOCK TABLE ONLY events, ONLY insert_ids, log_heads, people, devices IN ROW EXCLUSIVE MODE;
         UPDATE append_probe SET at = now(); COMMIT`,
      ),
    );
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
