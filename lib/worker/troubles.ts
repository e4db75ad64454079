import type { Pool } from "pg";
import type { SyncId } from "@/lib/kernel/brand";

/**
 * Writes down which sync is held up and why, so that the admin app can say so. Best effort: the streams never wait
 * for it, and a restart begins anew.
 */
export class Troubles {
  readonly #pool: Pool;
  readonly #onError: (error: unknown) => void;
  readonly #known = new Map<SyncId, string>();

  constructor(pool: Pool, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#onError = onError;
  }

  /** Called at each failing attempt; `since` stays that of the first. */
  began(sync: SyncId, reason: string, message: string): void {
    if (this.#known.get(sync) === reason) return;
    this.#known.set(sync, reason);
    this.#write(
      `INSERT INTO sync_troubles (sync_id, reason, message, since) SELECT id, $2, $3, now() FROM syncs WHERE id = $1
       ON CONFLICT (sync_id) DO UPDATE SET reason = EXCLUDED.reason, message = EXCLUDED.message`,
      [sync, reason, message.slice(0, 500).replaceAll("\u0000", "").toWellFormed()],
    );
  }

  /** Called at each attempt that was answered, and when this worker stops running the sync. */
  ended(sync: SyncId): void {
    if (!this.#known.delete(sync)) return;
    this.#write("DELETE FROM sync_troubles WHERE sync_id = $1", [sync]);
  }

  #write(text: string, values: readonly unknown[]): void {
    this.#pool.query(text, [...values]).catch(this.#onError);
  }
}
