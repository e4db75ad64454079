import type { Pool } from "pg";
import { sharePages } from "@/lib/engine/pipeline/log/shared-pages";
import { type CostlyEvents, costlyEvents } from "@/lib/engine/store/delivery/costly-events";
import {
  claimLeases,
  heartbeat,
  heldLeases,
  type Lease,
  leave,
  releaseLeases,
  surplusOf,
} from "@/lib/engine/store/delivery/leases";
import { shiftWaits } from "@/lib/engine/store/parked/shift-waits";
import type { Offset, ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { Breather } from "@/lib/platform/breather";
import type { DatabaseClock } from "./database-clock";
import type { KeepLeases } from "./heartbeat";
import { enabledVersions, type LoadedSync } from "./load-sync";
import { SignalFlag } from "./signal-flag";
import { type RunnerPorts, StreamRunner } from "./stream-runner";

interface WorkerPorts extends Omit<RunnerPorts, "turnEventsMax" | "onLeaseLost" | "breathe"> {
  readonly clock: DatabaseClock;
  readonly pool: Pool;
  readonly workerId: string;
  /** Null when it is gone or disabled; rejects with AppError when it cannot be read as it is stored. */
  readonly loadSync: (id: SyncId) => Promise<LoadedSync | null>;
  /** Renews the leases beside the ticks: a tick may wait for a turn to be heard out, longer than a lease lasts. */
  readonly keepLeases: KeepLeases;
}

/** Events that all turns of a worker may hold together, and what one turn reads at least and at most. */
const EVENTS_MAX = 16_000;
const TURN_EVENTS_MIN = 500;
const TURN_EVENTS_MAX = 4_000;

/** Leases are claimed and given back this often. */
const TICK_MS = 1_500;

const NONE: ReadonlySet<Offset> = new Set();

/** Holds a fair share of all shards of all enabled syncs, and runs a stream for each sync it has shards of. */
export class Worker {
  readonly #ports: WorkerPorts;
  readonly #runnerPorts: RunnerPorts;
  readonly #runners = new Map<SyncId, StreamRunner>();
  /** Runners that hear out what is in flight: nothing else is to be done with them. */
  readonly #stopping = new Set<SyncId>();
  readonly #flag = new SignalFlag();
  readonly #breather: Breather;
  readonly #ended = new AbortController();
  /** Syncs that this worker cannot read, with the version that it could not. */
  readonly #unreadable = new Map<SyncId, number>();
  #stopped = false;
  #ticked = false;

  constructor(ports: WorkerPorts) {
    this.#ports = ports;
    this.#breather = new Breather(() => ports.clock.monotonic());
    this.#runnerPorts = {
      ...ports,
      log: sharePages(ports.log, (project) => this.#readersOf(project)),
      onLeaseLost: () => this.#flag.raise(),
      breathe: this.#breather.breathe,
      turnEventsMax: () => {
        const share = Math.floor(EVENTS_MAX / Math.max(1, this.#runners.size));
        return Math.min(TURN_EVENTS_MAX, Math.max(TURN_EVENTS_MIN, share));
      },
    };
  }

  /** Runs until `stop` aborts; then hears out what is in flight (until `cut` aborts) and gives everything back. */
  async run(stop: AbortSignal, cut?: AbortSignal): Promise<void> {
    const wake = () => {
      this.#stopped = true;
      this.#flag.raise();
    };
    stop.addEventListener("abort", wake, { once: true });
    if (stop.aborted) wake();
    const renewing = this.#ports.keepLeases(this.#ended.signal).catch(this.#ports.onError);
    while (!this.#stopped) {
      await this.#tick().catch(this.#ports.onError);
      if (!this.#stopped) await this.#flag.wait(this.#ports.clock, TICK_MS);
    }
    await this.#end(renewing, cut);
  }

  #readersOf(project: ProjectId): number {
    return [...this.#runners.values()].filter(({ projectId }) => projectId === project).length;
  }

  /** New events in a project. */
  wakeProject(projectId: number): void {
    for (const runner of this.#runners.values()) {
      if (runner.projectId === projectId) runner.wake();
    }
  }

  /** Syncs were changed, or anything may have been missed. */
  wakeAll(): void {
    this.#flag.raise();
    for (const runner of this.#runners.values()) runner.wakeForParked();
  }

  /** True when the leases were read and every stream has looked at the log and found nothing new. */
  get caughtUp(): boolean {
    return this.#ticked && [...this.#runners.values()].every((runner) => runner.caughtUp);
  }

  async #tick(): Promise<void> {
    const { pool, workerId } = this.#ports;
    const { live, nowMs } = await heartbeat(pool, workerId);
    await this.#followClock(nowMs);
    await this.#ports.gates.refresh(live);
    const versions = await enabledVersions(pool);
    this.#stopDisabled(versions);
    await this.#giveBackSurplus(live);
    // Before claiming: whoever held a shard before may have been stopped by one of its events.
    const costly = await costlyEvents(pool);
    for (const [id, version] of this.#unreadable) {
      if (versions.get(id) !== version) this.#unreadable.delete(id);
    }
    await claimLeases(pool, workerId, live, [...this.#unreadable.keys()]);
    await this.#follow(await heldLeases(pool, workerId), versions, costly);
    await this.#followBreakers();
    this.#ticked = true;
  }

  /** When the database's clock was set, waits that run stay as long as they were: no attempt is used early or late. */
  async #followClock(databaseNowMs: number): Promise<void> {
    const { clock, pool, workerId } = this.#ports;
    const leapMs = clock.leapTo(databaseNowMs);
    if (leapMs !== 0) await shiftWaits(pool, workerId, clock.now(), leapMs);
    clock.follow(databaseNowMs);
  }

  #stopDisabled(versions: ReadonlyMap<SyncId, number>): void {
    for (const id of this.#runners.keys()) if (!versions.has(id)) this.#stopAside(id);
  }

  /** The tick does not wait for it: another sync's destination may take its time to answer. */
  #stopAside(id: SyncId): void {
    if (this.#stopping.has(id)) return;
    this.#stopping.add(id);
    this.#stopRunner(id)
      .catch(this.#ports.onError)
      .finally(() => {
        this.#stopping.delete(id);
        this.#flag.raise();
      });
  }

  async #stopRunner(id: SyncId, cut?: AbortSignal): Promise<void> {
    const runner = this.#runners.get(id);
    if (runner === undefined) return;
    const { shards } = runner;
    try {
      await runner.stop(cut);
    } finally {
      this.#runners.delete(id);
    }
    await releaseLeases(
      this.#ports.pool,
      this.#ports.workerId,
      shards.map((shard) => ({ syncId: id, shard })),
    );
  }

  /** When workers have joined, shards beyond the fair share are given back between two turns. */
  async #giveBackSurplus(liveWorkers: number): Promise<void> {
    const { pool, workerId } = this.#ports;
    const surplus = await surplusOf(pool, workerId, liveWorkers);
    if (surplus.length === 0) return;
    const syncs = new Set(surplus.map(({ syncId }) => syncId));
    await Promise.all(
      [...syncs].map(async (id) => {
        if (this.#stopping.has(id)) return;
        const leases = surplus.filter(({ syncId }) => syncId === id);
        await this.#runners.get(id)?.withoutShards(leases.map(({ shard }) => shard));
        await releaseLeases(pool, workerId, leases);
      }),
    );
  }

  async #follow(
    leases: readonly Lease[],
    versions: ReadonlyMap<SyncId, number>,
    costly: CostlyEvents,
  ): Promise<void> {
    const bySync = new Map<SyncId, Lease[]>();
    for (const lease of leases)
      bySync.set(lease.syncId, [...(bySync.get(lease.syncId) ?? []), lease]);
    for (const [id, held] of bySync) {
      if (this.#stopping.has(id)) continue;
      await this.#followSync(id, held, versions.get(id) ?? 0, costly.get(id) ?? NONE);
    }
    for (const [id, runner] of this.#runners) {
      if (!bySync.has(id)) runner.setLeases([]);
    }
  }

  async #followSync(
    id: SyncId,
    held: readonly Lease[],
    version: number,
    costly: ReadonlySet<Offset>,
  ): Promise<void> {
    const runner = this.#runners.get(id) ?? (await this.#startRunner(id, version));
    if (runner === null) {
      return releaseLeases(this.#ports.pool, this.#ports.workerId, held);
    }
    runner.costly = costly;
    if (runner.version !== version) await this.#reconfigure(id, runner, version);
    runner.setLeases(held);
  }

  async #followBreakers(): Promise<void> {
    const all = await this.#ports.breakers.all();
    const shared = new Map(all.map((breaker) => [breaker.syncId, breaker]));
    for (const [id, runner] of this.#runners) {
      await runner.follow(shared.get(id) ?? null);
    }
  }

  async #startRunner(id: SyncId, version: number): Promise<StreamRunner | null> {
    const sync = await this.#loadSync(id, version);
    if (sync === null) return null;
    const runner = new StreamRunner(sync, this.#runnerPorts);
    this.#runners.set(id, runner);
    return runner;
  }

  async #reconfigure(id: SyncId, runner: StreamRunner, version: number): Promise<void> {
    const sync = await this.#loadSync(id, version);
    if (sync === null) this.#stopAside(id);
    else runner.reconfigure(sync);
  }

  /** Null when it cannot run: then its shards are given back, for a worker that can read it, and it is shown why. */
  async #loadSync(id: SyncId, version: number): Promise<LoadedSync | null> {
    try {
      return await this.#ports.loadSync(id);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "corrupt_settings") throw error;
      this.#unreadable.set(id, version);
      this.#ports.onError(error);
      await this.#ports.breakers.unreadable(id, error.message);
      return null;
    }
  }

  async #end(renewing: Promise<void>, cut?: AbortSignal): Promise<void> {
    const { pool, workerId, onError } = this.#ports;
    await Promise.all(
      [...this.#runners.keys()].map((id) => this.#stopRunner(id, cut).catch(onError)),
    );
    this.#ended.abort();
    await renewing;
    await leave(pool, workerId).catch(onError);
  }
}
