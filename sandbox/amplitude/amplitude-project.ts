import type { Clock } from "@/lib/kernel/clock";
import type { JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import {
  AMPLITUDE_DEFAULTS,
  type AmplitudeConfig,
  amplitudeConfigSchema,
} from "./amplitude-config";
import { emptyExportBook } from "./serve-export";

/** Docs, HTTP V2: an insert_id is known for seven days. */
const KNOWN_MS = 7 * 86_400_000;

/** An upload that was answered, for people and tests. */
interface UploadRecord {
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly events: number;
  readonly bytes: number;
  readonly status: number;
}

/** One project of the small Amplitude: what it has taken, in order, each event once. */
export class AmplitudeProject {
  readonly #clock: Clock;
  readonly #known = new Map<string, number>();
  readonly #seconds = new Map<string, number>();
  #second = 0;
  #events: JsonObject[] = [];
  #uploads: UploadRecord[] = [];
  #duplicates = 0;
  /** What its Export API answers. */
  exports = emptyExportBook();
  #config = AMPLITUDE_DEFAULTS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get config(): AmplitudeConfig {
    return this.#config;
  }

  /** Events in the order in which they were taken. */
  get events(): readonly JsonObject[] {
    return this.#events;
  }

  get uploads(): readonly UploadRecord[] {
    return this.#uploads;
  }

  /** Events that came again under a known insert_id and were left out. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Throws ZodError for what is no such setting. */
  configure(changes: unknown): void {
    const given = amplitudeConfigSchema.partial().parse(changes);
    this.#config = amplitudeConfigSchema.parse({ ...this.#config, ...given });
  }

  reset(): void {
    this.#known.clear();
    this.#seconds.clear();
    this.#events = [];
    this.#uploads = [];
    this.#duplicates = 0;
    this.exports = emptyExportBook();
    this.#config = AMPLITUDE_DEFAULTS;
  }

  /** The next failure that was asked for, used up by this. */
  nextFailure(): AmplitudeConfig["fail"] {
    const { fail } = this.#config;
    if (fail === null) return null;
    const times = fail.times - 1;
    this.#config = { ...this.#config, fail: times === 0 ? null : { ...fail, times } };
    return fail;
  }

  /** How many events this user or device has sent within this second, the one at hand included. */
  countSecond(id: string): number {
    const second = Math.floor(this.#clock.now() / 1_000);
    if (second !== this.#second) this.#seconds.clear();
    this.#second = second;
    const count = (this.#seconds.get(id) ?? 0) + 1;
    this.#seconds.set(id, count);
    return count;
  }

  /**
   * Docs, HTTP V2: the same insert_id and device_id within seven days is ignored; without a device_id one is made of
   * the user_id.
   */
  take(events: readonly JsonObject[]): void {
    const now = this.#clock.now();
    for (const event of events) {
      const device = event["device_id"] ?? ["of", event["user_id"] ?? null];
      const key = stringifyJson([device, event["insert_id"] ?? null]);
      const knownAt = this.#known.get(key);
      if (event["insert_id"] !== undefined && knownAt !== undefined && now - knownAt < KNOWN_MS) {
        this.#duplicates += 1;
        continue;
      }
      this.#known.set(key, now);
      this.#events.push(event);
    }
    const { keep_events: kept } = this.#config;
    if (this.#events.length > kept) this.#events = this.#events.slice(-kept);
  }

  record(upload: UploadRecord): void {
    this.#uploads.push(upload);
    if (this.#uploads.length > 1_000) this.#uploads.shift();
  }
}
