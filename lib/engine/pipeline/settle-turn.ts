import { Item } from "@/lib/engine/pipeline/deliver/item";
import type { Outcome } from "@/lib/engine/pipeline/record/outcome";
import type {
  CursorMove,
  Parked,
  Settled,
  Settlement,
  WasParked,
} from "@/lib/engine/pipeline/record/settlement";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";
import type { Prepared } from "./ports";

// What a turn writes: decided here, pure. Each shard moves to just before its first event without an answer; what lies
// behind that is left unread, whatever became of it.

/** An event of a turn with what has become of it so far. */
export interface Entry {
  readonly event: Event;
  readonly result: Item | Exclude<Prepared, { readonly kind: "ready" }>;
  /** Null when it was read from the log in this turn. */
  readonly wasParked: WasParked | null;
}

interface SettledStream {
  readonly syncId: SyncId;
  readonly syncVersion: number;
  readonly cursors: readonly {
    readonly shard: Shard;
    readonly token: number;
    readonly position: Offset;
  }[];
}

/** Entries MUST be in the order in which they were read, those of the parking lot first. */
export function settlementOf(
  stream: SettledStream,
  entries: readonly Entry[],
  settledMs: number,
): Omit<Settlement, "requests" | "readMs"> {
  const moves = new Moves(stream);
  const settled: Settled[] = [];
  const parked: Parked[] = [];
  for (const entry of entries) {
    const fate = fateOf(entry);
    if (fate === null) {
      if (entry.wasParked === null) moves.stopBefore(entry.event);
    } else if (entry.wasParked === null ? moves.past(entry.event) : moves.guard(entry.event)) {
      if ("outcome" in fate) settled.push(fate);
      else parked.push(fate);
    }
  }
  const { syncId, syncVersion } = stream;
  return { syncId, syncVersion, settledMs, moves: moves.all, settled, parked };
}

/** What is known of the event by now; null when nothing may be concluded. */
function fateOf({ event, result, wasParked }: Entry): Settled | Parked | null {
  const requestIds = result instanceof Item ? result.requestIds : (wasParked?.requestIds ?? []);
  const outcome = outcomeOf(result, wasParked);
  if (outcome !== null) {
    return { event, outcome, wasParked, requestIds, identifier: identifierOf(result) };
  }
  const parking = result instanceof Item ? result.parking : null;
  return parking === null ? null : { event, parking, requestIds };
}

class Moves {
  readonly #cursors: ReadonlyMap<Shard, SettledStream["cursors"][number]>;
  readonly #moves = new Map<Shard, { -readonly [K in keyof CursorMove]: CursorMove[K] }>();
  readonly #stopped = new Set<Shard>();

  constructor(stream: SettledStream) {
    this.#cursors = new Map(stream.cursors.map((cursor) => [cursor.shard, cursor]));
  }

  get all(): readonly CursorMove[] {
    return [...this.#moves.values()];
  }

  stopBefore({ shard }: Event): void {
    this.#stopped.add(shard);
  }

  /** Moves the shard past the event; false when it stopped before. */
  past(event: Event): boolean {
    if (this.#stopped.has(event.shard) || !this.guard(event)) return false;
    const move = this.#moves.get(event.shard);
    if (move === undefined) return false;
    move.position = event.offset;
    move.read += 1;
    return true;
  }

  /** Makes the settling depend on our holding the event's shard. */
  guard({ shard }: Event): boolean {
    const cursor = this.#cursors.get(shard);
    if (cursor === undefined) return false;
    if (!this.#moves.has(shard)) {
      const { token, position } = cursor;
      this.#moves.set(shard, { shard, token, previous: position, position, read: 0 });
    }
    return true;
  }
}

function outcomeOf(result: Entry["result"], wasParked: WasParked | null): Outcome | null {
  if (result instanceof Item) return result.outcome();
  if (result.kind === "filtered") return result;
  return {
    kind: "discarded",
    reason: result.reason,
    attempts: wasParked?.attempts ?? 0,
    requestId: wasParked?.requestIds.at(-1) ?? null,
    detail: { message: result.message },
  };
}

function identifierOf(result: Entry["result"]): Settled["identifier"] {
  if (result instanceof Item) return result.prepared.identifier;
  return result.kind === "discarded" ? result.identifier : null;
}
