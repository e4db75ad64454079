import type { ParkingLot } from "@/lib/engine/pipeline/deliver/parking-lot";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import type { Attempt, Prepared } from "@/lib/engine/pipeline/ports";
import type { DiscardReason } from "@/lib/engine/pipeline/record/outcome";
import { LeaseLost, type SettlementStore } from "@/lib/engine/pipeline/record/settlement";
import { runOnce, type StreamCursor, type Turn } from "@/lib/engine/pipeline/run-once";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Lease } from "@/lib/engine/store/delivery/leases";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";
import type { MonotonicClock } from "@/lib/kernel/clock";
import { BreakerGuard } from "./breaker-guard";
import type { Breakers, SharedBreaker } from "./breakers";
import type { Lane } from "./lane";
import type { LoadedSync } from "./load-sync";
import { SignalFlag } from "./signal-flag";
import type { WorkspaceGates } from "./workspace-gates";

export interface RunnerPorts {
  readonly log: EventLog;
  readonly store: SettlementStore;
  readonly parking: ParkingLot;
  readonly breakers: Breakers;
  readonly gates: WorkspaceGates;
  readonly clock: MonotonicClock;
  readonly newId: () => string;
  /** Events that one turn may read: less for each when many syncs run. */
  readonly turnEventsMax: (lane: Lane) => number;
  /** Called when the shards turned out not to be ours as we believed: the leases must be read anew. */
  readonly onLeaseLost: () => void;
  readonly onError: (error: unknown) => void;
  readonly onTurn: (turn: Turn) => void;
  readonly breathe: () => Promise<void> | null;
  /** Told which event is being prepared, and when none is any more. */
  readonly sign: { preparing(syncId: number, offset: number): void; prepared(): void };
}

/** A notification may be missed: the log is looked at this often at least. */
const POLL_MS = 1_000;
const ERROR_PAUSE_MS = 1_000;
/** The destination is taken to be well for as long as the retry schedule lasts after it accepted something. */
const WELL_MS = 4 * 3_600_000;

const isAccepting = ({ verdict }: Attempt): boolean =>
  verdict.kind === "settled" && verdict.operations.some(({ kind }) => kind === "accepted");

const discarded = (reason: DiscardReason, message: string): Prepared => ({
  kind: "discarded",
  reason,
  message,
  identifier: null,
});

/** Runs one sync over the shards that this worker holds, turn after turn, until it is stopped. */
export class StreamRunner {
  readonly #ports: RunnerPorts;
  readonly #flag = new SignalFlag();
  readonly #cut = new AbortController();
  readonly #breaker: BreakerGuard;
  readonly #lane: Lane;
  #sync: LoadedSync;
  #cursors: StreamCursor[] = [];
  #turn = new AbortController();
  #turnEnded: Promise<unknown> = Promise.resolve();
  #stopped = false;
  /** When the destination last accepted an operation. */
  #acceptedMs = Number.NEGATIVE_INFINITY;
  #idle = false;
  /** Epoch ms of the next look at the parking lot; null when nothing is parked as far as we know. */
  #nextDueMs: number | null = 0;
  /** A page whose turn failed is halved, down to one event, and doubled again with every turn that ends well. */
  #pageMax = Number.POSITIVE_INFINITY;
  #turns = 0;
  /** Events that stopped a worker while it prepared them. */
  costly: ReadonlySet<Offset> = new Set();
  /** Counts `wakeForParked`: what was asked before it is no longer the whole truth. */
  #parkedNews = 0;
  readonly #loop: Promise<void>;

  /** @param breaker of the sync in this worker: its lanes share it */
  constructor(
    sync: LoadedSync,
    ports: RunnerPorts,
    lane: Lane = "live",
    breaker = new BreakerGuard(sync.id, ports),
  ) {
    this.#sync = sync;
    this.#ports = ports;
    this.#lane = lane;
    this.#breaker = breaker;
    breaker.whenOpened(() => this.#turn.abort());
    this.#loop = this.#run();
  }

  get syncId(): SyncId {
    return this.#sync.id;
  }

  get version(): number {
    return this.#sync.version;
  }

  get projectId(): number {
    return this.#sync.projectId;
  }

  get shards(): readonly Shard[] {
    return this.#cursors.map(({ shard }) => shard);
  }

  get isReading(): boolean {
    return this.#cursors.some(({ idle }) => idle !== true);
  }

  /** True when the last look at the log found nothing, the breaker is open, or there is no shard to look at. */
  get caughtUp(): boolean {
    return this.#idle || this.#cursors.length === 0;
  }

  /** New events may be there. */
  wake(): void {
    this.#idle = false;
    this.#flag.raise();
  }

  /** Anything may be there: events may have been parked, or put up for redelivery, by others. */
  wakeForParked(): void {
    this.#nextDueMs = 0;
    this.#parkedNews += 1;
    this.wake();
  }

  /** Takes the settings as they are now; while the breaker is open they are tried at once. */
  reconfigure(sync: LoadedSync): void {
    this.#sync = sync;
    this.#breaker.probeNow();
    this.wake();
  }

  /** Stands still while another worker's breaker of this sync is open; null when there is none. */
  async follow(shared: SharedBreaker | null): Promise<void> {
    if (await this.#breaker.follow(shared)) this.#turn.abort();
    this.#flag.raise();
  }

  /**
   * Takes the leases as the database has them. When a shard went, the turn sends nothing more; a shard that was
   * claimed anew starts where the database says.
   */
  setLeases(leases: readonly Lease[]): void {
    const current = new Map(this.#cursors.map((cursor) => [cursor.shard, cursor]));
    // Syncs that stand at the same place MUST ask the log the same question, to share its answer.
    const sorted = [...leases].sort((a, b) => a.shard - b.shard);
    const next = sorted.map((lease): StreamCursor => {
      const cursor = current.get(lease.shard);
      if (cursor?.token !== lease.token) return { ...lease };
      cursor.idle = lease.idle;
      return cursor;
    });
    const kept = new Set(next);
    if (this.#cursors.some((cursor) => !kept.has(cursor))) this.#turn.abort();
    const had = new Set(this.#cursors);
    const grown = next.some((cursor) => !had.has(cursor));
    this.#cursors = next;
    if (grown) this.wakeForParked();
  }

  /** Stops using these shards; resolves when the turn that may still use them has ended. */
  async withoutShards(shards: readonly Shard[]): Promise<void> {
    const gone = new Set(shards);
    const kept = this.#cursors.filter(({ shard }) => !gone.has(shard));
    if (kept.length === this.#cursors.length) return;
    this.#cursors = kept;
    this.#turn.abort();
    await this.#turnEnded;
  }

  /**
   * Sends nothing more, hears out what is in flight, settles what was answered, and resolves when nothing runs any
   * more. `cut` breaks off what is in flight too.
   */
  async stop(cut?: AbortSignal): Promise<void> {
    this.#stopped = true;
    this.#turn.abort();
    this.#flag.raise();
    if (cut?.aborted) this.#cut.abort();
    cut?.addEventListener("abort", () => this.#cut.abort(), { once: true });
    await this.#loop;
    await this.#breaker.leave();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const turn = this.#step();
      this.#turnEnded = turn;
      const waitMs = await turn;
      if (waitMs > 0 && !this.#stopped) await this.#flag.wait(this.#ports.clock, waitMs);
    }
  }

  /** One probe or one turn; returns how long there is nothing to do. */
  async #step(): Promise<number> {
    if (this.#cursors.length === 0) return POLL_MS;
    this.#turn = new AbortController();
    try {
      const probeInMs = await this.#breaker.ready(this.#sync.destination, this.#cut.signal);
      if (probeInMs > 0) {
        this.#idle = true;
        return Math.min(probeInMs, POLL_MS);
      }
      return (await this.#runTurn()) > 0 ? 0 : await this.#untilNextDue();
    } catch (error) {
      this.#pageMax = Math.max(1, Math.floor(Math.min(this.#pageMax, this.#eventsMax) / 2));
      if (error instanceof LeaseLost) {
        this.#cursors = [];
        this.#ports.onLeaseLost();
        return POLL_MS;
      }
      this.#ports.onError(error);
      return ERROR_PAUSE_MS;
    }
  }

  async #runTurn(): Promise<number> {
    const sync = this.#sync;
    const gate = this.#ports.gates.gate(sync.workspace);
    const { trial } = this.#breaker;
    const turn = await runOnce(
      {
        projectId: sync.projectId,
        syncId: sync.id,
        syncVersion: sync.version,
        cursors: this.#cursorsOfTurn(),
        mayHaveParked: this.#nextDueMs !== null,
        eventsMax: this.#eventsMax,
        trial,
      },
      {
        ...this.#ports,
        planner: sync.planner,
        destination: sync.destination,
        watch: (event, prepare) => this.#watch(sync, event, prepare),
        stop: this.#turn.signal,
        cut: this.#cut.signal,
        permit: (stop) => this.#ports.gates.enter(this.#lane, gate, stop, sync),
        isWell: () => this.#ports.clock.monotonic() - this.#acceptedMs < WELL_MS,
        onAttempt: (attempt) => {
          this.#breaker.onAttempt(attempt);
          if (isAccepting(attempt)) this.#acceptedMs = this.#ports.clock.monotonic();
          if (attempt.verdict.kind === "wait" && attempt.verdict.reason === "throttled") {
            this.#ports.gates.throttle(gate, sync.requestsPerSecond).catch(this.#ports.onError);
          }
        },
      },
    );
    this.#pageMax *= 2;
    if (trial) await this.#breaker.afterTrial(turn.wentWell);
    if (turn.parked > 0) this.#nextDueMs = 0;
    this.#ports.onTurn(turn);
    return turn.read;
  }

  get #eventsMax(): number {
    return Math.min(this.#ports.turnEventsMax(this.#lane), this.#pageMax);
  }

  /** All shards, or some of them in turn when a page may not hold an event of each. */
  #cursorsOfTurn(): readonly StreamCursor[] {
    const cursors = this.#cursors;
    const count = this.#eventsMax;
    if (count >= cursors.length) return cursors;
    const first = (this.#turns++ * count) % cursors.length;
    return [...cursors.slice(first), ...cursors.slice(0, first)].slice(0, count);
  }

  /** Total: whatever an event does to us, it ends in an outcome, and the stream goes on. */
  #watch({ id }: LoadedSync, event: Event, prepare: () => Prepared): Prepared {
    if (this.costly.has(event.offset)) {
      return discarded("too_costly", "A worker stood still while it prepared this event");
    }
    const { sign, onError } = this.#ports;
    sign.preparing(id, event.offset);
    try {
      return prepare();
    } catch (error) {
      onError(error);
      return discarded("unpreparable", `Preparing it failed: ${String(error)}`.slice(0, 500));
    } finally {
      sign.prepared();
    }
  }

  /** Nothing was there: how long until something may be, and whether anything is parked at all. */
  async #untilNextDue(): Promise<number> {
    this.#idle = true;
    if (this.#nextDueMs === null) return POLL_MS;
    const { projectId, id: syncId } = this.#sync;
    const news = this.#parkedNews;
    const nextDueMs = await this.#ports.parking.nextDue({ projectId, syncId, shards: this.shards });
    if (news !== this.#parkedNews) return 0;
    this.#nextDueMs = nextDueMs;
    if (this.#nextDueMs === null) return POLL_MS;
    const inMs = this.#nextDueMs - this.#ports.clock.now();
    return Math.min(POLL_MS, Math.max(inMs, 1));
  }
}
