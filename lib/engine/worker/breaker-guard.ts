import {
  afterAttempt,
  afterProbe,
  afterTrial,
  type Breaker,
  CLOSED,
} from "@/lib/engine/pipeline/deliver/breaker";
import type { Attempt, Destination } from "@/lib/engine/pipeline/ports";
import type { SyncId } from "@/lib/kernel/brand";
import type { MonotonicClock } from "@/lib/kernel/clock";
import type { Breakers, SharedBreaker } from "./breakers";

interface GuardPorts {
  readonly breakers: Breakers;
  readonly clock: MonotonicClock;
  readonly onError: (error: unknown) => void;
}

/** Another worker's breaker is looked at this often at least. */
const FOLLOW_MS = 1_000;

/** The breaker of one sync in this worker, kept in step with the one that all workers share. */
export class BreakerGuard {
  readonly #sync: SyncId;
  readonly #ports: GuardPorts;
  /** Called at once when an answer opens the breaker: their turns MUST send nothing more. */
  readonly #onOpen: (() => void)[] = [];
  #breaker: Breaker = CLOSED;
  #others = false;

  constructor(sync: SyncId, ports: GuardPorts) {
    this.#sync = sync;
    this.#ports = ports;
  }

  /** @param stopTurn called at once when an answer opens the breaker: the turn MUST send nothing more */
  whenOpened(stopTurn: () => void): void {
    this.#onOpen.push(stopTurn);
  }

  /** True when the next turn is a trial. */
  get trial(): boolean {
    return this.#breaker.kind === "trial";
  }

  onAttempt(attempt: Attempt): void {
    const next = afterAttempt(this.#breaker, attempt, this.#ports.clock.monotonic());
    const opens = next.kind === "open" && this.#breaker.kind !== "open";
    this.#breaker = next;
    if (!opens) return;
    for (const stopTurn of this.#onOpen) stopTurn();
    this.#ports.breakers.opened(this.#sync, next).catch(this.#ports.onError);
  }

  /** 0 when a turn may run (after a probe, when one was due); else how many ms to stand still. */
  async ready(destination: Destination, cut: AbortSignal): Promise<number> {
    if (this.#others) return FOLLOW_MS;
    const breaker = this.#breaker;
    if (breaker.kind !== "open") return 0;
    const { clock, breakers } = this.#ports;
    const waitMs = breaker.probeAtMs - clock.monotonic();
    if (waitMs > 0) return waitMs;
    const probe = await destination.probe(cut);
    // Meanwhile the settings were changed: what the old ones gave says nothing.
    if (this.#breaker !== breaker) return 1;
    this.#breaker = afterProbe(breaker, probe, clock.monotonic());
    if (this.#breaker.kind !== "open") return 0;
    await breakers.opened(this.#sync, this.#breaker);
    return this.#breaker.probeAtMs - clock.monotonic();
  }

  /** Ends the trial: closed for everybody, or open for longer. */
  async afterTrial(wentWell: boolean): Promise<void> {
    if (this.#breaker.kind !== "trial") return;
    this.#breaker = afterTrial(this.#breaker.last, wentWell, this.#ports.clock.monotonic());
    if (this.#breaker.kind === "closed") await this.#ports.breakers.closed(this.#sync);
  }

  /** The settings were changed: whatever was wrong may be mended. */
  probeNow(): void {
    if (this.#breaker.kind === "open") {
      this.#breaker = { ...this.#breaker, probes: 0, probeAtMs: this.#ports.clock.monotonic() };
    }
  }

  /**
   * Takes notice of the shared breaker; true when this worker has to stop sending for it. The breaker of a worker
   * that does not live any more is taken over and probed at once; one of our own that is over is removed.
   */
  async follow(shared: SharedBreaker | null): Promise<boolean> {
    if (shared === null || this.#breaker.kind !== "closed") {
      this.#others = false;
      // Somebody asked for a probe by taking the row from us.
      if (shared !== null && !shared.ownerLives && (await this.#ports.breakers.takeOver(shared))) {
        this.probeNow();
      }
      return false;
    }
    if (this.#ports.breakers.owns(shared)) {
      await this.#ports.breakers.closed(this.#sync);
      return false;
    }
    if (!shared.ownerLives && (await this.#ports.breakers.takeOver(shared))) {
      this.#breaker = {
        kind: "open",
        reason: "unreachable",
        message: "",
        probes: 0,
        probeAtMs: this.#ports.clock.monotonic(),
      };
      return true;
    }
    this.#others = true;
    return true;
  }

  /** This worker does not run the sync any more. */
  async leave(): Promise<void> {
    if (this.#breaker.kind !== "closed") await this.#ports.breakers.closed(this.#sync);
  }
}
