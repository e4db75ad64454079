import { Agent, request } from "node:http";
import { systemClock } from "@/lib/kernel/clock";

const PEOPLE = 200;
const EVENTS_PER_REQUEST = 5;
/** Between a client's requests: an innocent is no load test. */
const PAUSE_MS = 10;
const WAIT_MS_MAX = 30_000;

/** How a while of innocent requests went. */
export interface Waits {
  /** Status → how many; 0 for no answer. */
  readonly answers: ReadonlyMap<number, number>;
  /** Milliseconds of each request, in ascending order. */
  readonly ms: readonly number[];
}

export interface Innocents {
  /** Ends them after the requests under way. */
  stop(): Promise<Waits>;
}

/** Clients that send small uploads, each on its kept connection, of one project per key; people are within Amplitude's rates. */
export function startInnocents(port: number, apiKeys: readonly string[]): Innocents {
  const answers = new Map<number, number>();
  const ms: number[] = [];
  let stopping = false;
  let seq = 0;
  const client = async (apiKey: string) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopping) {
      const events = Array.from({ length: EVENTS_PER_REQUEST }, () => eventOf(++seq));
      const startedMs = performance.now();
      const status = await post(port, agent, JSON.stringify({ api_key: apiKey, events }));
      ms.push(performance.now() - startedMs);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      await systemClock.sleep(PAUSE_MS);
    }
    agent.destroy();
  };
  const running = Promise.all(apiKeys.map(client));
  return {
    stop: async () => {
      stopping = true;
      await running;
      return { answers, ms: ms.sort((a, b) => a - b) };
    },
  };
}

const eventOf = (seq: number) => ({
  event_type: "Innocent",
  user_id: `innocent-${seq % PEOPLE}`,
  insert_id: `innocent-${seq}`,
  event_properties: { seq },
});

function post(port: number, agent: Agent, body: string): Promise<number> {
  return new Promise((resolve) => {
    const req = request({
      port,
      host: "127.0.0.1",
      path: "/2/httpapi",
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) },
      agent,
      signal: AbortSignal.timeout(WAIT_MS_MAX),
    });
    req
      .on("error", () => resolve(0))
      .on("response", (res) => {
        res.resume().on("end", () => resolve(res.statusCode ?? 0));
        res.on("error", () => resolve(0));
      });
    req.end(body);
  });
}

/** The value that `share` (0 … 1) of them do not exceed, in whole milliseconds. */
export const waitAt = ({ ms }: Waits, share: number): number =>
  Math.round(ms[Math.max(0, Math.ceil(ms.length * share) - 1)] ?? 0);
