import type { FateStatus } from "@/lib/admin/reasons/fate-status";
import type { SyncId } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";

// What became of one event for one sync, told from what is stored. Its words are those of lib/admin/reasons.

/** The first clause that kept an event out of the first row that names it. */
export interface FateClause {
  readonly property: string;
  readonly op: string;
  readonly values: readonly string[];
  /** What the event had; undefined when it had nothing there. */
  readonly actual: Json | undefined;
}

export interface Fate {
  readonly syncId: SyncId;
  readonly syncName: string;
  /** The name of the destination. */
  readonly destination: string;
  readonly status: FateStatus;
  /** As the catalogue knows it; null where the status says all. */
  readonly reason: string | null;
  /** The destination's own words, else the catalogue's. */
  readonly message: string;
  /**
   * The version of the settings that decided: that of the delivery row, else the one that read the event; of what was
   * not streamed the one that had disabled the sync, or first enabled it. Null when nothing read it, or it is not known.
   */
  readonly version: number | null;
  /** When that version was saved. */
  readonly versionAt: Date | null;
  /** Of what was filtered: the row that names the event, `C`; null when none does. */
  readonly row: string | null;
  readonly clause: FateClause | null;
  /** Requests that carried it, redeliveries included. */
  readonly attemptCount: number;
  /** Their ids in order, as far as they are known: `attemptCount` may be more. */
  readonly requestIds: readonly string[];
  /** Of what waits; null behind another event. */
  readonly nextAttemptAt: Date | null;
  /** UUID of the person's earlier event that it waits behind. */
  readonly behind: string | null;
  /** Rows of the delivery log: the first, then each redelivery of the one before. */
  readonly deliveryIds: readonly number[];
}

/** One request that carried an event. */
export interface Attempt {
  readonly requestId: string;
  /** Null, as all that follows, when its record is no longer retained. */
  readonly at: Date | null;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The verdict in one word, such as `accepted`. */
  readonly verdict: string | null;
  /** Beginning of an error body, or the network's error; null when all was accepted. */
  readonly answer: string | null;
  readonly durationMs: number | null;
}

export interface FateWithAttempts extends Fate {
  readonly attempts: readonly Attempt[];
}
