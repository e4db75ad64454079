import { REQUESTED_HEADERS } from "@/lib/engine/ingest/http/wrong-path";
import {
  type Answered,
  createIngest,
  type Ingest,
  type IngestDeps,
} from "@/lib/engine/ingest/ingest";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { MemoryLog } from "@/tests/support/memory-log";

export const API_KEY = "0123456789abcdef0123456789abcdef";
export const PROJECT = 100001 as ProjectId;
export const NOW_MS = 1_700_000_000_000;

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
  /** Of small letters. */
  readonly headers?: Readonly<Record<string, string>>;
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
    header: (name) => (name === REQUESTED_HEADERS ? sent.requestedHeaders : sent.headers?.[name]),
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
