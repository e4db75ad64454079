import type { Pool } from "pg";
import type { OpenBreaker } from "@/lib/engine/pipeline/deliver/breaker";
import type { SyncId } from "@/lib/kernel/brand";

/** An open breaker as the workers share it. */
export interface SharedBreaker {
  readonly syncId: SyncId;
  readonly owner: string;
  readonly ownerLives: boolean;
}

/**
 * The open breakers of all syncs, shared by the workers and shown by the admin app. The worker that opened one probes;
 * the others stand still until the row is gone, and take it over when its owner has died.
 */
export class Breakers {
  readonly #pool: Pool;
  readonly #workerId: string;

  constructor(pool: Pool, workerId: string) {
    this.#pool = pool;
    this.#workerId = workerId;
  }

  /** Writes down that this worker opened it, or why it is open now. */
  async opened(sync: SyncId, { reason, message }: OpenBreaker): Promise<void> {
    await this.#pool.query({
      name: "open-breaker",
      text: `WITH opened AS (
               INSERT INTO breakers (sync_id, reason, message, since, owner)
               SELECT id, $2, $3, now(), $4 FROM syncs WHERE id = $1
               ON CONFLICT (sync_id) DO UPDATE SET reason = EXCLUDED.reason, message = EXCLUDED.message
             )
             SELECT pg_notify('tributary_syncs', $1::text)`,
      values: [
        sync,
        reason,
        message.slice(0, 500).replaceAll("\u0000", "").toWellFormed(),
        this.#workerId,
      ],
    });
  }

  /**
   * Shows that this worker cannot read the sync as it is stored. No live worker owns the row: one that can read it, or
   * this one when the sync was changed, takes it over, probes and removes it.
   */
  async unreadable(sync: SyncId, message: string): Promise<void> {
    await this.#pool.query(
      `INSERT INTO breakers (sync_id, reason, message, since, owner)
       SELECT id, 'misconfigured', $2, now(), 'unreadable' FROM syncs WHERE id = $1 ON CONFLICT DO NOTHING`,
      [sync, message.slice(0, 500).replaceAll("\u0000", "").toWellFormed()],
    );
  }

  /** Removes this worker's row, and wakes those who stand still for it. */
  async closed(sync: SyncId): Promise<void> {
    await this.#pool.query({
      name: "close-breaker",
      text: `WITH closed AS (DELETE FROM breakers WHERE sync_id = $1 AND owner = $2)
             SELECT pg_notify('tributary_syncs', $1::text)`,
      values: [sync, this.#workerId],
    });
  }

  owns({ owner }: SharedBreaker): boolean {
    return owner === this.#workerId;
  }

  /** True when this worker owns it now: its owner does not live any more. */
  async takeOver({ syncId, owner }: SharedBreaker): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      "UPDATE breakers SET owner = $3 WHERE sync_id = $1 AND owner = $2",
      [syncId, owner, this.#workerId],
    );
    return rowCount === 1;
  }

  async all(): Promise<readonly SharedBreaker[]> {
    const { rows } = await this.#pool.query<{
      readonly sync_id: SyncId;
      readonly owner: string;
      readonly lives: boolean;
    }>({
      name: "all-breakers",
      text: `SELECT b.sync_id, b.owner,
               EXISTS (SELECT 1 FROM workers w WHERE w.id = b.owner AND w.seen_at BETWEEN now() - interval '6 seconds' AND now() + interval '6 seconds') AS lives
             FROM breakers b`,
    });
    return rows.map((row) => ({
      syncId: row.sync_id,
      owner: row.owner,
      ownerLives: row.lives,
    }));
  }
}
