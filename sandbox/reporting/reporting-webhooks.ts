import { createHmac } from "node:crypto";
import type { Clock } from "@/lib/kernel/clock";
import { encodeUlid } from "@/sandbox/state/event-id";

/** Customer.io waits 4 s for an answer. */
const ANSWER_MS_MAX = 4_000;
/** Between two tries of one report; Customer.io's waits are longer, up to an hour. */
const RETRY_MS = { min: 250, max: 8_000 };

/** Where reports go to, as the App API makes it. */
export interface ReportingWebhook {
  readonly id: number;
  readonly name: string;
  readonly endpoint: string;
  /** `{object_type}_{metric}`. */
  readonly events: readonly string[];
  readonly disabled: boolean;
}

export interface ReportBody {
  readonly object_type: string;
  readonly metric: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The reporting webhooks of a workspace: each sends one report after the other, and holds all up while one fails. */
export class ReportingWebhooks {
  readonly #clock: Clock;
  readonly #key: () => string;
  readonly #stopping = new AbortController();
  readonly #queues = new Map<number, string[]>();
  #webhooks: readonly ReportingWebhook[] = [];

  constructor(clock: Clock, key: () => string) {
    this.#clock = clock;
    this.#key = key;
  }

  get list(): readonly ReportingWebhook[] {
    return this.#webhooks;
  }

  /** Reports that wait for an answer of 2xx. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  add(webhook: Omit<ReportingWebhook, "id">): ReportingWebhook {
    const added = { ...webhook, id: this.#webhooks.length + 1 };
    this.#webhooks = [...this.#webhooks, added];
    return added;
  }

  /** Sends a report to every webhook that takes it. */
  emit(report: ReportBody): void {
    const nowMs = this.#clock.now();
    const body = JSON.stringify({
      event_id: encodeUlid(nowMs),
      timestamp: Math.floor(nowMs / 1000),
      ...report,
    });
    const name = `${report.object_type}_${report.metric}`;
    for (const webhook of this.#webhooks) {
      if (webhook.disabled || !webhook.events.includes(name)) continue;
      const queue = this.#queues.get(webhook.id);
      if (queue === undefined) {
        const first = [body];
        this.#queues.set(webhook.id, first);
        void this.#send(webhook, first);
      } else queue.push(body);
    }
  }

  /** Nothing is sent any more. */
  stop(): void {
    this.#stopping.abort();
  }

  sleep(ms: number): Promise<void> {
    return this.#clock.sleep(ms, this.#stopping.signal);
  }

  get isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #send({ id, endpoint }: ReportingWebhook, queue: string[]): Promise<void> {
    let waitMs = RETRY_MS.min;
    for (let body = queue[0]; body !== undefined && !this.isStopped; body = queue[0]) {
      if (await this.#post(endpoint, body)) {
        queue.shift();
        waitMs = RETRY_MS.min;
      } else {
        await this.sleep(waitMs);
        waitMs = Math.min(waitMs * 2, RETRY_MS.max);
      }
    }
    this.#queues.delete(id);
  }

  async #post(endpoint: string, body: string): Promise<boolean> {
    const timestamp = String(Math.floor(this.#clock.now() / 1000));
    const signed = createHmac("sha256", this.#key()).update(`v0:${timestamp}:${body}`);
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-cio-timestamp": timestamp,
          "x-cio-signature": signed.digest("hex"),
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
