import type { Offset, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import { type DeliverPorts, deliver } from "@/lib/pipeline/deliver/deliver";
import { Item } from "@/lib/pipeline/deliver/item";
import { packItems } from "@/lib/pipeline/deliver/pack";
import type { EventLog } from "@/lib/pipeline/log/event-log";
import type { Prepared } from "@/lib/pipeline/ports";
import type {
  CursorMove,
  Settled,
  Settlement,
  SettlementStore,
} from "@/lib/pipeline/record/settlement";
import type { Event } from "@/lib/pipeline/source/event";

// The engine: read → select → map → pack → send → settle, once. A crash before the settling sends the same events
// again under the same ids; a crash after it means nothing.

/** One shard that this worker holds: `position` moves with every settled turn. */
export interface StreamCursor {
  readonly shard: Shard;
  readonly token: number;
  position: Offset;
}

/** One sync with the shards that are ours. */
export interface Stream {
  readonly projectId: ProjectId;
  readonly syncId: SyncId;
  readonly syncVersion: number;
  readonly cursors: readonly StreamCursor[];
}

export interface RunPorts extends DeliverPorts {
  readonly log: EventLog;
  readonly store: SettlementStore;
}

/** What a turn did; `read` 0 means there was nothing to do. */
export interface Turn {
  readonly read: number;
  readonly settled: number;
  readonly requests: number;
}

/** Events held in memory by one turn at most. */
const TURN_EVENTS_MAX = 8_000;

/**
 * One turn. Rejects with LeaseLost when the shards are no longer ours, and with whatever the database says; in both
 * cases nothing is settled. When `stop` aborts, what was answered is settled and the rest is left unread.
 */
export async function runOnce(stream: Stream, ports: RunPorts): Promise<Turn> {
  const limit = Math.ceil(TURN_EVENTS_MAX / stream.cursors.length);
  const events = await ports.log.read(stream.projectId, stream.cursors, limit);
  if (events.length === 0) return { read: 0, settled: 0, requests: 0 };

  const prepared = events.map((event) => prepareOne(event, ports.destination.prepare(event)));
  const items = prepared.filter((entry) => entry instanceof Item);
  const requests = await deliver(packItems(items, ports.destination), ports);

  const settlement = settlementOf(stream, prepared, ports.clock.now());
  if (settlement.moves.length === 0)
    return { read: events.length, settled: 0, requests: requests.length };
  await ports.store.settle({ ...settlement, requests });
  for (const cursor of stream.cursors) {
    const move = settlement.moves.find(({ shard }) => shard === cursor.shard);
    if (move !== undefined) cursor.position = move.position;
  }
  return {
    read: events.length,
    settled: settlement.settled.length,
    requests: requests.length,
  };
}

/** An event that is decided already, or an item to send. */
function prepareOne(event: Event, prepared: Prepared): Settled | Item {
  switch (prepared.kind) {
    case "ready":
      return new Item(event, prepared);
    case "filtered":
      return { event, outcome: prepared, identifier: null };
    case "discarded":
      return {
        event,
        identifier: prepared.identifier,
        outcome: {
          kind: "discarded",
          reason: prepared.reason,
          attempts: 0,
          requestId: null,
          detail: { message: prepared.message },
        },
      };
  }
}

/** Pure. Each shard moves to just before its first event without an answer; only what lies before is settled. */
function settlementOf(
  stream: Stream,
  prepared: readonly (Settled | Item)[],
  settledMs: number,
): Omit<Settlement, "requests"> {
  const moves = new Map<Shard, { -readonly [K in keyof CursorMove]: CursorMove[K] }>();
  const stopped = new Set<Shard>();
  const settled: Settled[] = [];
  const cursors = new Map(stream.cursors.map((cursor) => [cursor.shard, cursor]));
  for (const entry of prepared) {
    const { shard, offset } = entry.event;
    if (stopped.has(shard)) continue;
    const done = entry instanceof Item ? settledItem(entry) : entry;
    const cursor = cursors.get(shard);
    if (done === null || cursor === undefined) {
      stopped.add(shard);
      continue;
    }
    settled.push(done);
    const move = moves.get(shard);
    if (move === undefined) {
      const { token, position } = cursor;
      moves.set(shard, { shard, token, previous: position, position: offset, read: 1 });
    } else {
      move.position = offset;
      move.read += 1;
    }
  }
  return {
    syncId: stream.syncId,
    syncVersion: stream.syncVersion,
    settledMs,
    moves: [...moves.values()],
    settled,
  };
}

function settledItem(item: Item): Settled | null {
  const outcome = item.outcome();
  return outcome === null
    ? null
    : { event: item.event, outcome, identifier: item.prepared.identifier };
}
