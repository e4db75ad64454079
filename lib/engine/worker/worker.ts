import type { Pool } from "pg";
import { sharePages } from "@/lib/engine/pipeline/log/shared-pages";
import { type CostlyEvents, costlyEvents } from "@/lib/engine/store/delivery/costly-events";
import {
  claimLeases,
  heartbeat,
  heldLeases,
  isAnyFree,
  type Lease,
  leave,
  releaseLeases,
  surplusOf,
} from "@/lib/engine/store/delivery/leases";
import { shiftWaits } from "@/lib/engine/store/parked/shift-waits";
import type { Offset, ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { Breather } from "@/lib/platform/breather";
import { BreakerGuard } from "./breaker-guard";
import type { DatabaseClock } from "./database-clock";
import { FairShare } from "./fair-share";
import type { KeepLeases } from "./heartbeat";
import { HISTORY_TURN_EVENTS_MAX, laneOf, type StreamKey, streamOf } from "./lane";
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
  readonly #runners = new Map<StreamKey, StreamRunner>();
  /** Of each sync, whichever of its lanes run here. */
  readonly #breakers = new Map<SyncId, BreakerGuard>();
  /** Runners that hear out what is in flight: nothing else is to be done with them. */
  readonly #stopping = new Set<StreamKey>();
  readonly #share = new FairShare();
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
      turnEventsMax: (lane) => {
        if (lane === "history") return HISTORY_TURN_EVENTS_MAX;
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
    return [...this.#runners.values()].filter(
      ({ projectId, isReading }) => projectId === project && isReading,
    ).length;
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
    const sharers = this.#share.among(live);
    await this.#giveBackSurplus(sharers);
    // Before claiming: whoever held a shard before may have been stopped by one of its events.
    const costly = await costlyEvents(pool);
    for (const [id, version] of this.#unreadable) {
      if (versions.get(id) !== version) this.#unreadable.delete(id);
    }
    const unreadable = [...this.#unreadable.keys()];
    await claimLeases(pool, workerId, sharers, unreadable);
    if (sharers > 1) {
      this.#share.afterClaim(await isAnyFree(pool, unreadable), this.#ports.clock.monotonic());
    }
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
    for (const [key, { syncId }] of this.#runners) if (!versions.has(syncId)) this.#stopAside(key);
  }

  /** The tick does not wait for it: another sync's destination may take its time to answer. */
  #stopAside(key: StreamKey): void {
    if (this.#stopping.has(key)) return;
    this.#stopping.add(key);
    this.#stopRunner(key)
      .catch(this.#ports.onError)
      .finally(() => {
        this.#stopping.delete(key);
        this.#flag.raise();
      });
  }

  async #stopRunner(key: StreamKey, cut?: AbortSignal): Promise<void> {
    const runner = this.#runners.get(key);
    if (runner === undefined) return;
    const { shards, syncId } = runner;
    try {
      await runner.stop(cut);
    } finally {
      this.#runners.delete(key);
      this.#breakers.delete(syncId);
    }
    await releaseLeases(
      this.#ports.pool,
      this.#ports.workerId,
      shards.map((shard) => ({ syncId, shard })),
    );
  }

  /** When workers have joined, shards beyond the fair share are given back between two turns. */
  async #giveBackSurplus(liveWorkers: number): Promise<void> {
    const { pool, workerId } = this.#ports;
    const surplus = await surplusOf(pool, workerId, liveWorkers);
    if (surplus.length === 0) return;
    const streams = new Set(surplus.map(streamOf));
    await Promise.all(
      [...streams].map(async (key) => {
        if (this.#stopping.has(key)) return;
        const leases = surplus.filter((lease) => streamOf(lease) === key);
        await this.#runners.get(key)?.withoutShards(leases.map(({ shard }) => shard));
        await releaseLeases(pool, workerId, leases);
      }),
    );
  }

  async #follow(
    leases: readonly Lease[],
    versions: ReadonlyMap<SyncId, number>,
    costly: CostlyEvents,
  ): Promise<void> {
    const byStream = new Map<StreamKey, Lease[]>();
    for (const lease of leases) {
      const key = streamOf(lease);
      byStream.set(key, [...(byStream.get(key) ?? []), lease]);
    }
    for (const [key, held] of byStream) {
      const [first] = held;
      if (this.#stopping.has(key) || first === undefined) continue;
      const { syncId } = first;
      await this.#followStream(key, held, versions.get(syncId) ?? 0, costly.get(syncId) ?? NONE);
    }
    for (const [key, runner] of this.#runners) {
      if (!byStream.has(key)) runner.setLeases([]);
    }
  }

  async #followStream(
    key: StreamKey,
    held: readonly Lease[],
    version: number,
    costly: ReadonlySet<Offset>,
  ): Promise<void> {
    const runner = this.#runners.get(key) ?? (await this.#startRunner(key, held, version));
    if (runner === null) {
      return releaseLeases(this.#ports.pool, this.#ports.workerId, held);
    }
    runner.costly = costly;
    if (runner.version !== version) await this.#reconfigure(key, runner, version);
    runner.setLeases(held);
  }

  async #followBreakers(): Promise<void> {
    const all = await this.#ports.breakers.all();
    const shared = new Map(all.map((breaker) => [breaker.syncId, breaker]));
    for (const runner of this.#runners.values()) {
      await runner.follow(shared.get(runner.syncId) ?? null);
    }
  }

  async #startRunner(
    key: StreamKey,
    [first]: readonly Lease[],
    version: number,
  ): Promise<StreamRunner | null> {
    const sync = first === undefined ? null : await this.#loadSync(first.syncId, version);
    if (sync === null || first === undefined) return null;
    const breaker = this.#breakers.get(sync.id) ?? new BreakerGuard(sync.id, this.#ports);
    this.#breakers.set(sync.id, breaker);
    const runner = new StreamRunner(sync, this.#runnerPorts, laneOf(first), breaker);
    this.#runners.set(key, runner);
    return runner;
  }

  async #reconfigure(key: StreamKey, runner: StreamRunner, version: number): Promise<void> {
    const sync = await this.#loadSync(runner.syncId, version);
    if (sync === null) this.#stopAside(key);
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
      [...this.#runners.keys()].map((key) => this.#stopRunner(key, cut).catch(onError)),
    );
    this.#ended.abort();
    await renewing;
    await leave(pool, workerId).catch(onError);
  }
}
