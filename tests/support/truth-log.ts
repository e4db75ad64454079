import type { Pool } from "pg";
import { createSync } from "@/lib/admin/syncs/create-sync";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { seededRandom } from "@/sandbox/random";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { ingest } from "@/tests/integration/verbs/events";
import { startTestWorker, type TestWorker } from "./test-worker";
import { CLAUSE_VALUES, type Expected, type ModelEvent } from "./truth-model";
import { until } from "./until";

export const REFUSED = "Refused";
export const TOO_LONG = "n".repeat(101);

/** What should have become of an event, and in which part of the story it came. */
export interface Told extends Expected {
  readonly from: string;
  /** Rows of the delivery log, where it is not as usual. */
  readonly rows?: number;
  /** Place of the event that it waits behind. */
  readonly behind?: number;
}

const NOTHING: Expected = { status: "", reason: null, version: null, row: null, clause: null };

/** A project with one sync into the sandbox, a worker, and the book of what should have become of each event. */
export class TruthLog {
  readonly ctx: Context;
  readonly pool: Pool;
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly projectId: ProjectId;
  syncId = 0 as SyncId;
  version = 1;
  /** By place in the log, from 0. */
  readonly told: Told[] = [];
  worker: TestWorker | null = null;
  readonly #plans = new Map<string, string>();
  readonly #random = seededRandom(7);
  #devices = 0;
  #streamed = 0;

  constructor(ports: Pick<TruthLog, "ctx" | "pool" | "sandbox" | "url" | "projectId">) {
    this.ctx = ports.ctx;
    this.pool = ports.pool;
    this.sandbox = ports.sandbox;
    this.url = ports.url;
    this.projectId = ports.projectId;
  }

  below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  startWorker(): void {
    this.worker = startTestWorker(this.pool, { us: this.sandbox.usUrl, eu: this.sandbox.euUrl });
  }

  async stopWorker(): Promise<readonly unknown[]> {
    await this.worker?.stop();
    const errors = this.worker?.errors ?? [];
    this.worker = null;
    return errors;
  }

  /** Disabled, version 1. */
  async createSync(): Promise<void> {
    const { id } = await createSync(this.ctx, {
      projectId: this.projectId,
      name: "Marketing",
      config: { site_id: "sandbox-site" },
      secrets: { api_key: "sandbox-key" },
    });
    this.syncId = id;
  }

  async save(patch: SyncPatch, sendMissed = false): Promise<number> {
    const saved = await updateSync(this.ctx, { id: this.syncId, patch, sendMissed });
    this.worker?.worker.wakeAll();
    this.version = saved.version;
    return saved.version;
  }

  /** A bit of everything. */
  someEvents(count: number): readonly ModelEvent[] {
    return Array.from({ length: Math.ceil(count) }, () => this.#someEvent());
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  #someName(): string {
    const dice = this.#random();
    if (dice < 0.03) return REFUSED;
    if (dice < 0.04) return TOO_LONG;
    if (dice < 0.06) return "Unheard of";
    return dice < 0.2 ? "Purchase" : this.#pick([...CLAUSE_VALUES.keys()]);
  }

  #someUser(): string | null {
    const dice = this.#random();
    if (dice < 0.03) return null;
    return dice < 0.04 ? "u".repeat(200) : `user-${this.below(300)}`;
  }

  #someEvent(): ModelEvent {
    const dice = this.#random();
    const kind = dice < 0.03 ? "identify" : dice < 0.05 ? "group_identify" : "event";
    const name = this.#someName();
    const x = this.#pick(CLAUSE_VALUES.get(name) ?? [5, 20]);
    const user = this.#someUser();
    return {
      kind,
      name,
      user,
      device: user === null ? `device-${++this.#devices}` : `phone-of-${user.slice(0, 20)}`,
      properties: x === undefined ? {} : { x },
      plan: kind === "group_identify" || this.#random() < 0.8 ? null : this.#pick(["free", "pro"]),
    };
  }

  /** Appends the events, some of them twice. Gives their places in the log, from 1. */
  async append(
    from: string,
    events: readonly ModelEvent[],
    told: (event: ModelEvent, plan: string | null) => Partial<Expected>,
  ): Promise<readonly number[]> {
    const first = this.told.length + 1;
    const uploads: JsonObject[] = [];
    for (const event of events) {
      const upload = toUpload(event, this.told.length);
      uploads.push(upload, ...(this.below(50) === 0 ? [upload] : []));
      const who = event.user ?? event.device;
      if (event.plan !== null) this.#plans.set(who, event.plan);
      this.told.push({ ...NOTHING, from, ...told(event, this.#plans.get(who) ?? null) });
    }
    for (let at = 0; at < uploads.length; at += 2_000) {
      await ingest(this.url, this.projectId, uploads.slice(at, at + 2_000));
    }
    return events.map((_, index) => first + index);
  }

  tell(offsets: readonly number[], part: Partial<Told>): void {
    for (const offset of offsets) {
      this.told[offset - 1] = { ...(this.told[offset - 1] as Told), ...part };
    }
  }

  /**
   * So many more were appended while the sync was enabled: everything is read, and so many wait. With `tried` none but
   * these of what waits are tried, lest a destination that takes nothing else looks unwell.
   */
  async settled(
    appended: number,
    waiting = 0,
    tried: readonly (number | undefined)[] | null = null,
  ): Promise<void> {
    this.#streamed += appended;
    this.worker?.worker.wakeAll();
    await until(
      `${this.#streamed} are read, ${waiting} wait`,
      async () => {
        const { rows } = await this.pool.query<{ read: number; parked: number }>(
          `WITH held AS (
             UPDATE parked SET retry_at = now() + interval '1 hour' WHERE sync_id = $1
               AND retry_at < now() + interval '50 minutes' AND "offset" <> ALL ($2::bigint[])
           ), tried AS (
             UPDATE parked SET retry_at = now() WHERE sync_id = $1 AND retry_at > now() AND "offset" = ANY ($2::bigint[])
           )
           SELECT (SELECT sum(read_count)::int FROM cursors WHERE sync_id = $1) AS read,
             (SELECT count(*)::int FROM parked WHERE sync_id = $1) AS parked`,
          [this.syncId, tried],
        );
        this.worker?.worker.wakeAll();
        return rows[0]?.read === this.#streamed && rows[0].parked === waiting;
      },
      120_000,
    );
  }
}

function toUpload(event: ModelEvent, at: number): JsonObject {
  const { kind, name, user, device, properties, plan } = event;
  const ids = {
    ...(user === null ? {} : { user_id: user }),
    device_id: device,
    insert_id: `insert-${at}`,
  };
  if (kind === "group_identify") {
    const group_properties = { $set: { size: 1 } };
    return { ...ids, event_type: "$groupidentify", groups: { org: "a" }, group_properties };
  }
  return {
    ...ids,
    event_type: kind === "identify" ? "$identify" : name,
    event_properties: properties,
    ...(plan === null
      ? {}
      : { user_properties: kind === "identify" ? { $set: { plan } } : { plan } }),
  };
}
