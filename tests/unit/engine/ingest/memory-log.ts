import {
  type Answered,
  createIngest,
  type Ingest,
  type IngestDeps,
} from "@/lib/engine/ingest/ingest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { dedupeKey } from "@/lib/engine/pipeline/source/dedupe-key";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";

export const API_KEY = "0123456789abcdef0123456789abcdef";
export const PROJECT = 100001 as ProjectId;
export const NOW_MS = 1_700_000_000_000;

/** An event log in memory, at the port; `fail` makes the next appends reject. */
export class MemoryLog implements Pick<EventLog, "append"> {
  readonly events: IncomingEvent[] = [];
  fail: Error | null = null;
  /** When set, appends resolve only after it. */
  gate: Promise<void> | null = null;
  appends = 0;
  readonly #seen = new Set<string>();

  async append(_project: ProjectId, events: readonly IncomingEvent[]) {
    this.appends += 1;
    await this.gate;
    if (this.fail !== null) throw this.fail;
    const fresh = events.filter((event) => {
      const key = dedupeKey(event);
      if (key === null) return true;
      const isNew = !this.#seen.has(key);
      this.#seen.add(key);
      return isNew;
    });
    // What cannot be stored as JSON text must have been refused before.
    for (const event of fresh) JSON.parse(JSON.stringify(event));
    this.events.push(...fresh);
    return { stored: fresh.length, duplicates: events.length - fresh.length };
  }
}

export const fixedClock: Clock = { now: () => NOW_MS, sleep: () => Promise.resolve() };

export interface Bench {
  readonly ingest: Ingest;
  readonly log: MemoryLog;
  readonly answered: Answered[];
  readonly reported: unknown[];
}

export function makeIngest(changes: Partial<IngestDeps> = {}): Bench {
  const log = new MemoryLog();
  const answered: Answered[] = [];
  const reported: unknown[] = [];
  const ingest = createIngest({
    findProject: async (key) => (key === API_KEY ? PROJECT : null),
    log,
    clock: fixedClock,
    record: (entry) => void answered.push(entry),
    report: (error) => void reported.push(error),
    ...changes,
  });
  return { ingest, log, answered, reported };
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly requestedHeaders?: string | undefined;
  readonly body?: string | Uint8Array;
}

/** One request to the handler; the JSON of the answer beside it. */
export async function send({ ingest }: Pick<Bench, "ingest">, sent: Sent) {
  const { body = "" } = sent;
  const answer = await ingest.handle({
    method: sent.method ?? "POST",
    path: sent.path ?? "/2/httpapi",
    query: sent.query ?? "",
    contentType: sent.type ?? "application/json",
    contentEncoding: sent.encoding,
    requestedHeaders: sent.requestedHeaders,
    body: typeof body === "string" ? Buffer.from(body) : body,
    remoteAddress: "203.0.113.7",
    lease: ingest.budget.open("203.0.113.7", () => undefined),
  });
  return { ...answer, json: answer.body.startsWith("{") ? JSON.parse(answer.body) : null };
}

export const makeEvent = (changes: object = {}) => ({
  event_type: "Song Played",
  user_id: "user-1",
  ...changes,
});

/** A JSON body with the events; `changes` replaces top-level fields. */
export const upload = (events: unknown, changes: object = {}): string =>
  JSON.stringify({ api_key: API_KEY, events, ...changes });
