import {
  type DueEvent,
  PARKED_LOOK,
  type ParkedScope,
  type ParkingLot,
  WAIT_MS_MAX,
} from "@/lib/engine/pipeline/deliver/parking-lot";
import { countOutcomes } from "@/lib/engine/pipeline/record/count-settled";
import type { Outcome, WaitReason } from "@/lib/engine/pipeline/record/outcome";
import {
  isOnRecord,
  LeaseLost,
  type Parked,
  reasonOf,
  type Settlement,
  type SettlementStore,
  stillParked,
} from "@/lib/engine/pipeline/record/settlement";
import type { StreamCursor } from "@/lib/engine/pipeline/run-once";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, PersonId, Shard, SyncId } from "@/lib/kernel/brand";

interface Row {
  readonly event: Event;
  readonly tries: number;
  readonly requests: number;
  readonly requestIds: readonly string[];
  readonly reason: WaitReason;
  readonly redeliveryOf: number | null;
  readonly retryAtMs: number | null;
}

/** A row of the delivery log. */
export interface DeliveryRow {
  readonly event: Event;
  readonly kind: Outcome["kind"];
  readonly reason: string;
  readonly attempts: number;
  readonly requestIds: readonly string[];
  readonly redeliveryOf: number | null;
}

/** A shard read under a version of the settings from an offset on. */
export interface Span {
  readonly shard: Shard;
  readonly from: number;
  readonly version: number;
}

interface Cursor {
  position: Offset;
  token: number;
  read: number;
}

/**
 * Cursors, counters, delivery log and parking lot of one sync in memory, by the same rules as on PostgreSQL: the
 * suites of tests/contracts hold both to them.
 */
export class MemoryStore implements SettlementStore, ParkingLot {
  readonly cursors: readonly Cursor[];
  readonly parked = new Map<Offset, Row>();
  readonly deliveries: DeliveryRow[] = [];
  readonly counts: Record<Outcome["kind"], number> = {
    filtered: 0,
    delivered: 0,
    discarded: 0,
    expired: 0,
  };
  readonly spans: Span[] = [];
  requests = 0;
  readonly #looks: typeof PARKED_LOOK;

  constructor(shards: number, looks = PARKED_LOOK) {
    this.cursors = Array.from({ length: shards }, () => ({
      position: 0 as Offset,
      token: 0,
      read: 0,
    }));
    this.#looks = looks;
  }

  /** Takes the shards from whoever holds them. */
  claim(shards: readonly number[]): StreamCursor[] {
    return shards.map((shard) => {
      const cursor = this.#cursor(shard as Shard);
      cursor.token += 1;
      return { shard: shard as Shard, token: cursor.token, position: cursor.position };
    });
  }

  async settle(settlement: Settlement): Promise<void> {
    for (const { shard, token, previous } of settlement.moves) {
      const cursor = this.cursors[shard];
      if (cursor?.token !== token || cursor.position !== previous) throw new LeaseLost("lost");
    }
    const gone = settlement.settled.filter(({ wasParked }) => wasParked !== null);
    const still = stillParked(settlement);
    if ([...gone, ...still].some(({ event }) => !this.parked.has(event.offset))) {
      throw new LeaseLost("ended by somebody else");
    }
    for (const { shard, previous, position, read } of settlement.moves) {
      const cursor = this.#cursor(shard);
      const version = settlement.syncVersion;
      const last = this.spans.findLast((span) => span.shard === shard);
      if (position > previous && last?.version !== version) {
        this.spans.push({ shard, from: previous + 1, version });
      }
      cursor.position = position;
      cursor.read += read;
    }
    for (const { outcome, count } of countOutcomes(settlement)) {
      if (outcome !== "read") this.counts[outcome] += count;
    }
    this.requests += settlement.requests.length;
    for (const settled of settlement.settled) {
      const { event, outcome, wasParked, requestIds } = settled;
      if (wasParked !== null) this.parked.delete(event.offset);
      if (!isOnRecord(settled)) continue;
      this.deliveries.push({
        event,
        kind: outcome.kind,
        reason: reasonOf(outcome),
        attempts: outcome.kind === "filtered" ? (wasParked?.attempts ?? 0) : outcome.attempts,
        requestIds,
        redeliveryOf: wasParked?.redeliveryOf ?? null,
      });
    }
    for (const parked of settlement.parked) this.#park(parked);
    const touched = [...gone, ...settlement.parked].map(({ event }) => event);
    for (const { personId } of touched) this.#freeFirst(personId, settlement.settledMs);
  }

  /** Puts events in line again by hand. */
  redeliver(rows: readonly DeliveryRow[], nowMs: number): void {
    for (const { event } of rows) {
      const row = { event, tries: 0, requests: 0, requestIds: [], reason: "redelivery" } as const;
      this.parked.set(event.offset, { ...row, redeliveryOf: event.offset, retryAtMs: nowMs });
    }
  }

  async due({ shards }: ParkedScope, nowMs: number): Promise<readonly DueEvent[]> {
    const dueRows = [...this.parked.values()]
      .filter(({ event, retryAtMs }) => {
        const isDue = retryAtMs !== null && (retryAtMs <= nowMs || retryAtMs > nowMs + WAIT_MS_MAX);
        return isDue && shards.includes(event.shard);
      })
      .sort((a, b) => (a.retryAtMs ?? 0) - (b.retryAtMs ?? 0));
    const people = [...new Set(dueRows.map(({ event }) => event.personId))];
    return people
      .slice(0, this.#looks.people)
      .flatMap((person) => this.#rowsOf(person).slice(0, this.#looks.eventsPerPerson))
      .sort((a, b) => a.event.offset - b.event.offset)
      .map(({ event, tries, requests, requestIds, redeliveryOf }) => ({
        event,
        tries,
        attempts: requests,
        requestIds,
        redeliveryOf,
      }));
  }

  async waiting(_sync: SyncId, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
    return new Set(people.filter((person) => this.#rowsOf(person).length > 0));
  }

  async nextDue({ shards }: ParkedScope): Promise<number | null> {
    const times = [...this.parked.values()]
      .filter(({ event }) => shards.includes(event.shard))
      .flatMap(({ retryAtMs }) => retryAtMs ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  #cursor(shard: Shard): Cursor {
    const cursor = this.cursors[shard];
    if (cursor === undefined) throw new Error(`no shard ${shard}`);
    return cursor;
  }

  #rowsOf(person: PersonId): readonly Row[] {
    return [...this.parked.values()]
      .filter(({ event }) => event.personId === person)
      .sort((a, b) => a.event.offset - b.event.offset);
  }

  #park({ event, parking, requestIds }: Parked): void {
    const { tries, attempts, reason, retryAtMs } = parking;
    const redeliveryOf = this.parked.get(event.offset)?.redeliveryOf ?? null;
    this.parked.set(event.offset, {
      event,
      tries,
      requests: attempts,
      requestIds,
      reason,
      retryAtMs,
      redeliveryOf,
    });
  }

  #freeFirst(person: PersonId, nowMs: number): void {
    const first = this.#rowsOf(person)[0];
    if (first !== undefined && first.retryAtMs === null) {
      this.parked.set(first.event.offset, { ...first, retryAtMs: nowMs });
    }
  }
}
