import type { ParkingLot } from "@/lib/engine/pipeline/deliver/parking-lot";
import type { Outcome, Parking } from "@/lib/engine/pipeline/record/outcome";
import type {
  Parked,
  Settled,
  SettlementStore,
  WasParked,
} from "@/lib/engine/pipeline/record/settlement";
import type { StreamCursor } from "@/lib/engine/pipeline/run-once";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";

// The two sides of what a sync has done and has yet to do, with what is needed to look at them from outside.

/** What is written of one sync; a filtered event has only its count. */
interface Books {
  /** By shard, where anything was read. */
  readonly cursors: Readonly<Record<number, { readonly position: number; readonly read: number }>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly deliveries: readonly {
    readonly offset: number;
    readonly outcome: string;
    readonly reason: string;
    readonly attempts: number;
    readonly requestIds: readonly string[];
    readonly isRedelivery: boolean;
  }[];
  readonly parked: readonly {
    readonly offset: number;
    readonly tries: number;
    readonly retryAtMs: number | null;
  }[];
  readonly requests: number;
  /** Which version read a shard from an offset on. */
  readonly spans: readonly {
    readonly shard: number;
    readonly from: number;
    readonly version: number;
  }[];
}

/** One new sync over a log with these people's events, an event each in this order. */
export interface SettledWorld {
  readonly store: SettlementStore;
  readonly parking: ParkingLot;
  readonly projectId: ProjectId;
  readonly syncId: SyncId;
  readonly events: readonly Event[];
  /** Takes the shards from whoever holds them. */
  claim(shards: readonly Shard[]): Promise<readonly StreamCursor[]>;
  books(): Promise<Books>;
  /** Puts an event that has ended in line again, by hand. */
  redeliver(event: Event, nowMs: number): Promise<void>;
}

export interface SettledWorlds {
  make(people: readonly string[]): Promise<SettledWorld>;
  close(): Promise<void>;
}

export const NOW_MS = Date.now();

export const REQUEST = "00000000-0000-4000-8000-000000000001";

export const delivered = (acceptedMs = NOW_MS): Outcome => ({
  kind: "delivered",
  attempts: 1,
  requestId: REQUEST,
  detail: null,
  acceptedMs,
});

export const refused: Outcome = {
  kind: "discarded",
  reason: "refused",
  attempts: 2,
  requestId: null,
  detail: { message: "no" },
};

export const filtered: Outcome = { kind: "filtered", reason: "no_row_matches" };

/** It waited before, after one attempt. */
export const WAITED: WasParked = { redeliveryOf: null, attempts: 1, requestIds: [] };

export const ended = (
  event: Event,
  outcome: Outcome,
  wasParked: Settled["wasParked"] = null,
  requestIds: readonly string[] = [],
): Settled => ({
  event,
  outcome,
  identifier: { kind: "id", value: "x" },
  wasParked,
  requestIds,
});

/** Waits for its time; behind somebody for null. */
export const waits = (
  event: Event,
  retryAtMs: number | null,
  { requestIds = [], ...part }: Partial<Parking> & Partial<Pick<Parked, "requestIds">> = {},
): Parked => ({
  event,
  requestIds,
  parking: {
    reason: retryAtMs === null ? "behind_person" : "server_error",
    message: "500",
    tries: retryAtMs === null ? 0 : 1,
    attempts: 1,
    requestId: null,
    retryAtMs,
    ...part,
  },
});

/** Settles what was read from the log up to here, or parked before: each shard moves to its last event in it. */
export async function settle(
  world: Pick<SettledWorld, "store" | "syncId">,
  cursors: readonly StreamCursor[],
  ends: { readonly settled?: readonly Settled[]; readonly parked?: readonly Parked[] },
  part: { readonly settledMs?: number; readonly requests?: number; readonly version?: number } = {},
): Promise<readonly StreamCursor[]> {
  const { settled = [], parked = [] } = ends;
  const touched = [...settled, ...parked].map(({ event }) => event);
  const moves = cursors
    .filter(({ shard }) => touched.some((event) => event.shard === shard))
    .map(({ shard, token, position }) => {
      const fresh = touched.filter((e) => e.shard === shard && e.offset > position);
      const last = Math.max(position, ...fresh.map(({ offset }) => offset)) as Offset;
      return { shard, token, previous: position, position: last, read: fresh.length };
    });
  await world.store.settle({
    syncId: world.syncId,
    syncVersion: part.version ?? 1,
    readMs: NOW_MS,
    settledMs: part.settledMs ?? NOW_MS,
    moves,
    settled,
    parked,
    requests: Array.from({ length: part.requests ?? 0 }, () => ({
      id: crypto.randomUUID(),
      startedMs: NOW_MS,
      durationMs: 5,
      method: "POST",
      path: "/batch",
      items: 1,
      bytes: 10,
      status: 200,
      verdict: "accepted",
      answer: null,
      confirmed: null,
    })),
  });
  return cursors.map((cursor) => {
    const move = moves.find(({ shard }) => shard === cursor.shard);
    return move === undefined ? cursor : { ...cursor, position: move.position };
  });
}

export const shardsOf = (events: readonly Event[]): readonly Shard[] => [
  ...new Set(events.map(({ shard }) => shard)),
];
