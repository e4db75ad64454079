import {
  afterAttempt,
  afterProbe,
  afterTrial,
  type Breaker,
  CLOSED,
} from "@/lib/engine/pipeline/deliver/breaker";
import { LeaseLost, type Settlement } from "@/lib/engine/pipeline/record/settlement";
import { runOnce, type StreamCursor } from "@/lib/engine/pipeline/run-once";
import { WorkspaceGate } from "@/lib/engine/worker/workspace-gates";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { FakeClock } from "./engine-clock";
import type { FarEnd } from "./engine-far-end";
import type { MemoryLog } from "./memory-log";
import type { MemoryStore } from "./memory-store";

export const PROJECT = 1 as ProjectId;
export const SYNC = 1 as SyncId;
const REQUESTS_PER_SECOND = 1_000;

/** The process ended here; what it had in memory is gone. */
class Crash extends Error {}

export type Accident = "none" | "crash_before_settling" | "crash_after_settling" | "lease_lost";

export interface EngineWorld {
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly store: MemoryStore;
  readonly farEnd: FarEnd;
}

/** A worker's stream over some shards: probes, trials and turns, as long as nobody crashes. */
export class EngineRunner {
  readonly shards: readonly number[];
  readonly #world: EngineWorld;
  #gate: WorkspaceGate;
  #cursors: readonly StreamCursor[];
  #breaker: Breaker = CLOSED;
  #mayHaveParked = true;
  #ids = 0;

  constructor(world: EngineWorld, shards: readonly number[]) {
    this.#world = world;
    this.shards = shards;
    this.#gate = new WorkspaceGate("us site", world.clock, 1);
    this.#cursors = world.store.claim(shards);
  }

  get breaker(): Breaker {
    return this.#breaker;
  }

  /** One probe or one turn; the number of events it read. `stopAfterMs` aborts it. */
  async step(accident: Accident = "none", stopAfterMs: number | null = null): Promise<number> {
    if (this.shards.length === 0 || !(await this.#isReady())) return 0;
    try {
      return await this.#turn(accident, stopAfterMs);
    } catch (error) {
      if (!(error instanceof LeaseLost || error instanceof Crash)) throw error;
      if (error instanceof Crash) {
        this.#breaker = CLOSED;
        this.#gate = new WorkspaceGate("us site", this.#world.clock, 1);
      }
      this.#cursors = this.#world.store.claim(this.shards);
      this.#mayHaveParked = true;
      return 1;
    }
  }

  async #isReady(): Promise<boolean> {
    const { clock, farEnd } = this.#world;
    if (this.#breaker.kind !== "open") return true;
    if (this.#breaker.probeAtMs > clock.now()) return false;
    this.#breaker = afterProbe(this.#breaker, await farEnd.probe(), clock.now());
    return this.#breaker.kind !== "open";
  }

  async #turn(accident: Accident, stopAfterMs: number | null): Promise<number> {
    const { clock, store } = this.#world;
    const stop = new AbortController();
    const over = new AbortController();
    if (stopAfterMs !== null) {
      void clock.sleep(stopAfterMs, over.signal).then(() => stop.abort());
    }
    const trial = this.#breaker.kind === "trial";
    try {
      const turn = await runOnce(
        {
          projectId: PROJECT,
          syncId: SYNC,
          syncVersion: 1,
          cursors: this.#cursors,
          mayHaveParked: this.#mayHaveParked,
          eventsMax: 8_000,
          trial,
        },
        {
          ...this.#world,
          parking: store,
          store: { settle: (settlement) => this.#settle(settlement, accident) },
          planner: this.#world.farEnd.planner,
          destination: this.#world.farEnd,
          watch: (_event, prepare) => prepare(),
          breathe: () => null,
          newId: () => `request-${++this.#ids}`,
          stop: stop.signal,
          cut: new AbortController().signal,
          permit: (signal) => this.#gate.enter(signal, REQUESTS_PER_SECOND),
          isWell: () => true,
          onAttempt: (attempt) => {
            const { verdict } = attempt;
            this.#breaker = afterAttempt(this.#breaker, attempt, clock.now());
            if (this.#breaker.kind === "open") stop.abort();
            if (verdict.kind === "wait" && verdict.reason === "throttled") {
              this.#gate.throttle(REQUESTS_PER_SECOND);
            }
          },
        },
      );
      if (this.#breaker.kind === "trial") {
        this.#breaker = afterTrial(this.#breaker.last, turn.wentWell, clock.now());
      }
      await this.#noteParked(turn.parked > 0, turn.read);
      return turn.read;
    } finally {
      over.abort();
    }
  }

  async #noteParked(parked: boolean, read: number): Promise<void> {
    if (parked) this.#mayHaveParked = true;
    else if (read === 0) this.#mayHaveParked = (await this.nextDue()) !== null;
  }

  nextDue(): Promise<number | null> {
    const shards = this.#cursors.map(({ shard }) => shard);
    return this.#world.store.nextDue({ projectId: PROJECT, syncId: SYNC, shards });
  }

  async #settle(settlement: Settlement, accident: Accident): Promise<void> {
    if (accident === "crash_before_settling") throw new Crash("before");
    if (accident === "lease_lost") this.#world.store.claim(this.shards.slice(0, 1));
    await this.#world.store.settle(settlement);
    if (accident === "crash_after_settling") throw new Crash("after");
  }
}
