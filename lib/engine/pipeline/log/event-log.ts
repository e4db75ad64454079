import type { Event, IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";

// The log as its users see it. Guarantees of every engine: offsets of a project are dense and in commit order;
// what append resolved is on disk; a reader that asks for "after position p" never skips and never repeats.

export interface AppendReceipt {
  readonly stored: number;
  /** Events ignored because their insert_id was seen within seven days. */
  readonly duplicates: number;
}

/** Payloads of one page at most, over all its shards: events may be large, and a page is held in memory. */
export const PAGE_BYTES_MAX = 32 * 1_048_576;

/** What a request brings beside its events. */
export interface AppendLoad {
  /** The payload as received. */
  readonly bytes: number;
  /** False once the client has left: it will send again, or does not care. */
  isAwaited(): boolean;
}

/** One shard to read: everything after `position`. */
export interface ShardPosition {
  readonly shard: Shard;
  readonly position: Offset;
}

export interface EventLog {
  /**
   * Stores the events of one request in their order, and resolves when all of them are committed: at once, or a part
   * after the other when they are many bytes, with other requests' events between the parts. What nobody waits for any
   * more goes behind what somebody waits for.
   * Rejects with AppError when they are not stored: `unavailable` when they may be sent again, `too_large` when fewer
   * of them may be, `invalid_input` when they never can be stored, `not_found` when the project is gone. With
   * `outcome_unknown` when it is not known whether they are stored. After the first part `unavailable` and
   * `outcome_unknown` are `partly_stored`, and the message of `invalid_input` says how many are stored.
   */
  append(
    project: ProjectId,
    events: readonly IncomingEvent[],
    load?: AppendLoad,
  ): Promise<AppendReceipt>;
  /** The last offset; 0 for an empty log. */
  head(project: ProjectId): Promise<Offset>;
  /**
   * Up to `limit` events of each shard after its position, in offset order over all shards; fewer where they are large
   * (PAGE_BYTES_MAX), but at least one of each shard that has any. `isShared` says that several syncs will look at the
   * page, so that what is parsed of it is worth being kept.
   */
  read(
    project: ProjectId,
    shards: readonly ShardPosition[],
    limit: number,
    isShared?: boolean,
  ): Promise<readonly Event[]>;
  /**
   * Makes `userProperty` of these events answer for `names`. Events of one page share what was read; what a person was
   * like is read once per page.
   */
  loadUserProperties(events: readonly Event[], names: readonly string[]): Promise<void>;
}
