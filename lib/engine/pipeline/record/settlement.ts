import type { Identifier } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";
import type { Outcome, Parking } from "./outcome";

// What one turn writes, in one transaction: cursors, counters, which version read what, and a row for every event that
// was not filtered when it was read.
// Guarantee: per shard, the events between `previous` and `position` are exactly those that are settled or parked
// here; and what is settled from the parked ones is no longer parked.

/**
 * How far one shard moves; not at all when only parked events of it were tried. `token` is the lease's: a worker that
 * lost the lease MUST NOT write.
 */
export interface CursorMove {
  readonly shard: Shard;
  readonly token: number;
  readonly previous: Offset;
  readonly position: Offset;
  readonly read: number;
}

/** An event with its outcome and, when it got so far, the identifier it was sent under. */
export interface Settled {
  readonly event: Event;
  readonly outcome: Outcome;
  readonly identifier: Identifier | null;
  /** Set when the event was parked before. */
  readonly wasParked: WasParked | null;
  /** Ids of all requests that carried it, in the order in which they were sent, as far as they are known. */
  readonly requestIds: readonly string[];
}

export interface WasParked {
  /** The delivery row that is sent again by hand. */
  readonly redeliveryOf: number | null;
  /** Requests that had carried it before this turn. */
  readonly attempts: number;
  readonly requestIds: readonly string[];
}

/** An event that waits from now on, or still. */
export interface Parked {
  readonly event: Event;
  readonly parking: Parking;
  /** As of what is settled. */
  readonly requestIds: readonly string[];
}

/** One HTTP request that was made, whatever came of it. */
export interface RequestRecord {
  readonly id: string;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly method: string;
  readonly path: string;
  readonly items: number;
  readonly bytes: number;
  readonly status: number | null;
  readonly verdict: string;
  readonly answer: string | null;
  /** As in Attempt. */
  readonly confirmed: number | null;
}

export interface Settlement {
  readonly syncId: SyncId;
  readonly syncVersion: number;
  /** When the turn had its events in hand, and when it wrote what became of them. */
  readonly readMs: number;
  readonly settledMs: number;
  readonly moves: readonly CursorMove[];
  readonly settled: readonly Settled[];
  readonly parked: readonly Parked[];
  readonly requests: readonly RequestRecord[];
}

/** Where settlements are written. */
export interface SettlementStore {
  /**
   * All or nothing. Rejects with LeaseLost when any cursor is no longer ours or not where we read from, or when somebody
   * else ended an event meanwhile that was parked.
   */
  settle(settlement: Settlement): Promise<void>;
}

/** Another worker holds the shard now, the sync was disabled or enabled anew, or retention ended what was parked: what was read is void. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Those that were parked before and wait on: all that was read since lies behind the cursor. Pure. */
export function stillParked({ moves, parked }: Settlement): readonly Parked[] {
  const previous = new Map(moves.map((move) => [move.shard, move.previous]));
  return parked.filter(({ event }) => event.offset <= (previous.get(event.shard) ?? 0));
}

/** One that was filtered as it was read leaves no row: the version that read it tells why. Pure. */
export const isOnRecord = ({ outcome, wasParked }: Settled): boolean =>
  outcome.kind !== "filtered" || wasParked !== null;

/** The reason that is counted and shown; empty for delivered. */
export const reasonOf = (outcome: Outcome): string =>
  outcome.kind === "delivered" ? "" : outcome.reason;

/** Kept latencies end at 2^31 − 1 ms (24 days): an event may be older when the sync was down for long. */
const LATENCY_MS_MAX = 2 ** 31 - 1;

/** Milliseconds from accepted by ingestion to accepted by the destination; null for what was not delivered. */
export function latencyOf(event: Event, outcome: Outcome): number | null {
  if (outcome.kind !== "delivered") return null;
  return Math.min(Math.max(0, outcome.acceptedMs - event.receivedMs), LATENCY_MS_MAX);
}
