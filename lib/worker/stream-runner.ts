import type { Shard } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import type { EventLog } from "@/lib/pipeline/log/event-log";
import type { Destination } from "@/lib/pipeline/ports";
import { LeaseLost, type SettlementStore } from "@/lib/pipeline/record/settlement";
import { runOnce, type StreamCursor, type Turn } from "@/lib/pipeline/run-once";
import type { Lease } from "@/lib/postgres/delivery/leases";
import type { LoadedSync } from "@/lib/worker/load-sync";
import { SignalFlag } from "@/lib/worker/signal-flag";
import type { Troubles } from "@/lib/worker/troubles";

export interface RunnerPorts {
  readonly log: EventLog;
  readonly store: SettlementStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly troubles: Troubles;
  /** Called when the shards turned out not to be ours as we believed: the leases must be read anew. */
  readonly onLeaseLost: () => void;
  readonly onError: (error: unknown) => void;
  readonly onTurn: (turn: Turn) => void;
}

/** A notification may be missed: the log is looked at this often at least. */
const POLL_MS = 1_000;
const ERROR_PAUSE_MS = 1_000;

/** Runs one sync over the shards that this worker holds, turn after turn, until it is stopped. */
export class StreamRunner {
  readonly #ports: RunnerPorts;
  readonly #flag = new SignalFlag();
  #sync: LoadedSync;
  #cursors: StreamCursor[] = [];
  #turn = new AbortController();
  readonly #cut = new AbortController();
  #stopped = false;
  #inTrouble = false;
  #idle = false;
  #turnEnded: Promise<unknown> = Promise.resolve();
  readonly #loop: Promise<void>;

  constructor(sync: LoadedSync, ports: RunnerPorts) {
    this.#sync = sync;
    this.#ports = ports;
    this.#loop = this.#run();
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

  /** True when the last look at the log found nothing. */
  get caughtUp(): boolean {
    return this.#idle;
  }

  /** New events may be there. */
  wake(): void {
    this.#idle = false;
    this.#flag.raise();
  }

  /** Takes the settings as they are now; a turn that trouble holds up is ended for it. */
  reconfigure(sync: LoadedSync): void {
    this.#sync = sync;
    if (this.#inTrouble) this.#turn.abort();
    this.wake();
  }

  /**
   * Takes the leases as the database has them. When a shard went, the turn sends nothing more; a shard that was
   * claimed anew starts where the database says.
   */
  setLeases(leases: readonly Lease[]): void {
    const current = new Map(this.#cursors.map((cursor) => [cursor.shard, cursor]));
    const next = leases.map((lease): StreamCursor => {
      const cursor = current.get(lease.shard);
      return cursor?.token === lease.token ? cursor : { ...lease };
    });
    const kept = new Set(next);
    if (this.#cursors.some((cursor) => !kept.has(cursor))) this.#turn.abort();
    const grown = next.length !== this.#cursors.length;
    this.#cursors = next;
    if (grown) this.wake();
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
    cut?.addEventListener("abort", () => this.#cut.abort(), { once: true });
    await this.#loop;
    this.#ports.troubles.ended(this.#sync.id);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const turn = this.#cursors.length === 0 ? Promise.resolve(0) : this.#runTurn();
      this.#turnEnded = turn;
      const read = await turn;
      if (read === 0 && !this.#stopped) {
        this.#idle = true;
        await this.#flag.wait(this.#ports.clock, POLL_MS);
      }
    }
  }

  async #runTurn(): Promise<number> {
    this.#turn = new AbortController();
    const sync = this.#sync;
    const cursors = this.#cursors;
    try {
      const turn = await runOnce(
        { projectId: sync.projectId, syncId: sync.id, syncVersion: sync.version, cursors },
        {
          ...this.#ports,
          destination: this.#watched(sync.destination),
          concurrency: sync.concurrency,
          stop: this.#turn.signal,
          cut: this.#cut.signal,
        },
      );
      this.#ports.onTurn(turn);
      return turn.read;
    } catch (error) {
      if (error instanceof LeaseLost) {
        this.#cursors = [];
        this.#ports.onLeaseLost();
        return 0;
      }
      this.#ports.onError(error);
      await this.#ports.clock.sleep(ERROR_PAUSE_MS, this.#turn.signal);
      return 0;
    }
  }

  /** The destination, with every attempt watched for trouble that holds the sync, and for its end. */
  #watched(destination: Destination): Destination {
    return {
      ...destination,
      prepare: (event) => destination.prepare(event),
      batch: (operations) => destination.batch(operations),
      send: async (request, signal) => {
        const attempt = await destination.send(request, signal);
        const { verdict } = attempt;
        if (verdict.kind === "wait" || verdict.kind === "unwell") {
          this.#inTrouble = true;
          this.#ports.troubles.began(this.#sync.id, verdict.reason, verdict.message);
        } else {
          this.#inTrouble = false;
          this.#ports.troubles.ended(this.#sync.id);
        }
        return attempt;
      },
    };
  }
}
