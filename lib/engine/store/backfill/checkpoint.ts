import type { PoolClient } from "pg";
import type { ClaimedBackfill } from "./backfill-row";
import { CLAIM_SECONDS } from "./claim-backfill";

/** The backfill was paused, cancelled, or taken over: what was about to be written of it is void. */
export class ClaimLost extends Error {
  override readonly name = "ClaimLost";
}

/**
 * Writes how far a claimed backfill has come, in the transaction of what brought it there. `set` is SQL whose values are
 * $3, $4 …; `isLast` gives the claim back. Rejects with ClaimLost, and then nothing MUST be committed.
 */
export async function checkpoint(
  client: Pick<PoolClient, "query">,
  { id, token }: Pick<ClaimedBackfill, "id" | "token">,
  set: string,
  values: readonly unknown[] = [],
  isLast = false,
): Promise<void> {
  const until = isLast ? "NULL" : `now() + interval '${CLAIM_SECONDS} seconds'`;
  const { rowCount } = await client.query(
    `UPDATE backfills SET message = '', retry_at = NULL, lease_until = ${until}, ${set}
     WHERE id = $1 AND lease_token = $2 AND status = 'open'`,
    [id, token, ...values],
  );
  if (rowCount !== 1) throw new ClaimLost(`backfill ${id} is not to go on here`);
}

/** Throws ClaimLost when the process is about to end. */
export function stopIfAsked(stop: AbortSignal): void {
  if (stop.aborted) throw new ClaimLost("this process ends");
}
