import type { Pool } from "pg";
import type { ClaimedBackfill } from "./backfill-row";

/** A claim lasts this long unless it is renewed: after it another worker may go on with the backfill. */
export const CLAIM_SECONDS = 15;

/** Of each project one backfill goes on to its syncs at a time: their lanes have one cursor each. */
const NOBODY_BEFORE = `NOT EXISTS (
  SELECT 1 FROM backfills o WHERE o.project_id = b.project_id AND o.id <> b.id
    AND o.status IN ('open', 'paused') AND o.phase IN ('users', 'events', 'send'))`;

/** Claims a backfill that has something to do, or gives null. Every claim raises the token that guards all writes. */
export async function claimBackfill(pool: Pool): Promise<ClaimedBackfill | null> {
  const { rows } = await pool.query<ClaimedBackfill>({
    name: "claim-backfill",
    text: `UPDATE backfills SET lease_token = lease_token + 1,
             lease_until = now() + interval '${CLAIM_SECONDS} seconds'
           WHERE id = (
             SELECT id FROM backfills b
             WHERE status = 'open' AND (lease_until IS NULL OR lease_until < now()
                 OR lease_until > now() + interval '${2 * CLAIM_SECONDS} seconds')
               AND (retry_at IS NULL OR retry_at <= now())
               AND (phase IN ('fetch', 'count', 'users', 'events', 'send') OR (phase = 'ready' AND starts AND ${NOBODY_BEFORE}))
             ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
           )
           RETURNING id, project_id AS "projectId", lease_token AS token, phase, origin, config, secrets, destinations,
             users_only AS "usersOnly", at_file AS "atFile", at_entry AS "atEntry", at_line AS "atLine",
             at_person AS "atPerson"`,
  });
  return rows[0] ?? null;
}

/** Renews the claim; false when it is lost, or the backfill is not to go on. */
export async function renewClaim(
  pool: Pool,
  { id, token }: Pick<ClaimedBackfill, "id" | "token">,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "renew-backfill",
    text: `UPDATE backfills SET lease_until = now() + interval '${CLAIM_SECONDS} seconds'
           WHERE id = $1 AND lease_token = $2 AND status = 'open'`,
    values: [id, token],
  });
  return rowCount === 1;
}

/** Gives it back, to be gone on with after so many seconds. */
export async function releaseClaim(
  pool: Pool,
  { id, token }: Pick<ClaimedBackfill, "id" | "token">,
  { message, seconds }: { readonly message: string; readonly seconds: number },
): Promise<void> {
  await pool.query(
    `UPDATE backfills SET lease_until = NULL, message = $3, retry_at = now() + $4 * interval '1 second'
     WHERE id = $1 AND lease_token = $2`,
    [id, token, message, seconds],
  );
}

/** Nothing goes on before somebody has mended what the message says. */
export async function failClaim(
  pool: Pool,
  { id, token }: Pick<ClaimedBackfill, "id" | "token">,
  message: string,
): Promise<void> {
  await pool.query(
    `UPDATE backfills SET status = 'failed', lease_until = NULL, message = $3
     WHERE id = $1 AND lease_token = $2 AND status = 'open'`,
    [id, token, message],
  );
}
