import { setMaxListeners } from "node:events";
import type { Pool } from "pg";
import {
  currentRate,
  halve,
  type Throttled,
  TokenBucket,
} from "@/lib/engine/pipeline/deliver/rate";
import type { MonotonicClock } from "@/lib/kernel/clock";
import type { Lane } from "./lane";

/** A destination is called with at most so many requests at once per account, over all workers. */
const REQUESTS_IN_FLIGHT_MAX = 20;
/** Of the rate and of the places, so much is history's at most. */
const HISTORY_SHARE = 0.2;
/** Answers that were under way when the rate was halved do not halve it again. */
const HALVE_EVERY_MS = 1_000;

interface Waiting {
  readonly stop: AbortSignal;
  readonly wake: () => void;
}

/** The way to one workspace, shared by all syncs of this process that use it: rate and requests in flight. */
export class WorkspaceGate {
  readonly workspace: string;
  readonly #clock: MonotonicClock;
  readonly #bucket: TokenBucket;
  readonly #placesMax: number;
  #share: number;
  #inFlight = 0;
  /** Whoever waits for a place, in lines; the line whose turn it is comes first. */
  readonly #lines = new Map<number, Waiting[]>();
  /** Signals that are listened to: one listener for all that wait with the same signal. */
  readonly #heard = new WeakSet<AbortSignal>();
  throttled: Throttled | null = null;

  /** @param share the number of workers that divide the workspace's rate and places */
  constructor(
    workspace: string,
    clock: MonotonicClock,
    share: number,
    placesMax = REQUESTS_IN_FLIGHT_MAX,
  ) {
    this.workspace = workspace;
    this.#placesMax = placesMax;
    this.#clock = clock;
    this.#share = share;
    this.#bucket = new TokenBucket(1, clock.monotonic());
  }

  shareAmong(workers: number): void {
    this.#share = workers;
  }

  /**
   * Waits for a place in flight and for the rate (`requestsPerSecond` over all workers); null when `stop` aborted
   * meanwhile. The result gives the place back. Places go to the lines in turn, so that a sync that sends much does
   * not keep another one waiting.
   * @param line whose request it is: the sync
   */
  async enter(
    stop: AbortSignal,
    requestsPerSecond: number,
    line = 0,
  ): Promise<(() => void) | null> {
    // Every request of a turn, in flight or waiting, listens to the turn's one signal: that is no leak.
    setMaxListeners(0, stop);
    while (this.#inFlight >= this.#places) {
      if (stop.aborted) return null;
      await this.#placeOrStop(stop, line);
    }
    this.#inFlight += 1;
    for (;;) {
      if (stop.aborted) {
        this.#leave();
        return null;
      }
      const nowMs = this.#clock.monotonic();
      const rate = currentRate(requestsPerSecond, this.throttled, nowMs) / this.#share;
      const waitMs = this.#bucket.take(rate, nowMs);
      if (waitMs === 0) return () => this.#leave();
      await this.#clock.sleep(waitMs, stop);
    }
  }

  /** After a 429: the new rate, or null when it was halved just now. */
  throttle(requestsPerSecond: number): Throttled | null {
    const nowMs = this.#clock.monotonic();
    if (this.throttled !== null && nowMs - this.throttled.sinceMs < HALVE_EVERY_MS) return null;
    this.throttled = halve(requestsPerSecond, this.throttled, nowMs);
    return this.throttled;
  }

  get #places(): number {
    return Math.max(1, Math.floor(this.#placesMax / this.#share));
  }

  #placeOrStop(stop: AbortSignal, line: number): Promise<void> {
    if (!this.#heard.has(stop)) {
      this.#heard.add(stop);
      stop.addEventListener("abort", () => this.#wakeStopped(), { once: true });
    }
    return new Promise((wake) => {
      const waiting = this.#lines.get(line);
      if (waiting === undefined) this.#lines.set(line, [{ stop, wake }]);
      else waiting.push({ stop, wake });
    });
  }

  #wakeStopped(): void {
    for (const [line, waiting] of this.#lines) {
      const patient = waiting.filter(({ stop }) => !stop.aborted);
      if (patient.length > 0) this.#lines.set(line, patient);
      else this.#lines.delete(line);
      for (const { stop, wake } of waiting) if (stop.aborted) wake();
    }
  }

  #leave(): void {
    this.#inFlight -= 1;
    for (const [line, waiting] of this.#lines) {
      // Taken out and put in again: the line goes behind all others.
      this.#lines.delete(line);
      const first = waiting.shift();
      if (waiting.length > 0) this.#lines.set(line, waiting);
      first?.wake();
      return;
    }
  }
}

/** All workspaces that this process calls, and their rates as all processes share them. */
export class WorkspaceGates {
  readonly #pool: Pool;
  readonly #clock: MonotonicClock;
  readonly #gates = new Map<string, WorkspaceGate>();
  /** In front of those, for history. */
  readonly #narrowGates = new Map<string, WorkspaceGate>();
  #workers = 1;

  constructor(pool: Pool, clock: MonotonicClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  gate(workspace: string): WorkspaceGate {
    let gate = this.#gates.get(workspace);
    if (gate === undefined) {
      gate = new WorkspaceGate(workspace, this.#clock, this.#workers);
      this.#gates.set(workspace, gate);
    }
    return gate;
  }

  /** As `gate.enter`; history has a part of the rate and of the places only, and a line of its own. */
  async enter(
    lane: Lane,
    gate: WorkspaceGate,
    stop: AbortSignal,
    { requestsPerSecond, id }: { readonly requestsPerSecond: number; readonly id: number },
  ): Promise<(() => void) | null> {
    if (lane === "live") return gate.enter(stop, requestsPerSecond, id);
    const rate = requestsPerSecond * HISTORY_SHARE;
    const leaveNarrow = await this.#narrow(gate).enter(stop, rate, id);
    if (leaveNarrow === null) return null;
    const leave = await gate.enter(stop, requestsPerSecond, -id);
    if (leave === null) {
      leaveNarrow();
      return null;
    }
    return () => {
      leave();
      leaveNarrow();
    };
  }

  #narrow({ workspace }: WorkspaceGate): WorkspaceGate {
    let narrow = this.#narrowGates.get(workspace);
    if (narrow === undefined) {
      const places = REQUESTS_IN_FLIGHT_MAX * HISTORY_SHARE;
      narrow = new WorkspaceGate(workspace, this.#clock, this.#workers, places);
      this.#narrowGates.set(workspace, narrow);
    }
    return narrow;
  }

  /** Called at every tick: how many workers share the rates, and what others were told by a 429. */
  async refresh(workers: number): Promise<void> {
    this.#workers = workers;
    for (const gate of [...this.#gates.values(), ...this.#narrowGates.values()]) {
      gate.shareAmong(workers);
    }
    if (this.#gates.size === 0) return;
    const { rows } = await this.#pool.query<{ workspace: string; rate: number; age_ms: number }>({
      name: "rate-budgets",
      // What was changed in the future was changed before the clock went back.
      text: `SELECT workspace, rate, (extract(epoch FROM now() - changed_at) * 1000)::float8 AS age_ms
             FROM rate_budgets WHERE changed_at BETWEEN now() - interval '1 hour' AND now()`,
    });
    const nowMs = this.#clock.monotonic();
    for (const row of rows) {
      const gate = this.#gates.get(row.workspace);
      const sinceMs = nowMs - row.age_ms;
      if (gate !== undefined && sinceMs > (gate.throttled?.sinceMs ?? Number.NEGATIVE_INFINITY)) {
        gate.throttled = { rate: row.rate, sinceMs };
      }
    }
  }

  /** Halves the workspace's rate after a 429, here at once and everywhere at the next tick. */
  async throttle(gate: WorkspaceGate, requestsPerSecond: number): Promise<void> {
    const throttled = gate.throttle(requestsPerSecond);
    if (throttled === null) return;
    await this.#pool.query({
      name: "throttle-workspace",
      text: `INSERT INTO rate_budgets (workspace, rate, changed_at) VALUES ($1, $2, now())
             ON CONFLICT (workspace) DO UPDATE SET rate = EXCLUDED.rate, changed_at = EXCLUDED.changed_at`,
      values: [gate.workspace, throttled.rate],
    });
  }
}
