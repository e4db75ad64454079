import { once } from "node:events";
import { Agent, request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "@/lib/kernel/clock";
import type { InnocentsOptions, Waits } from "./innocents";

// The thread of innocents.ts: sends until it is told to stop, then tells how it went.

const PEOPLE = 200;
const EVENTS_PER_REQUEST = 5;
/** Between a client's requests: an innocent is no load test. */
const PAUSE_MS = 10;
const WAIT_MS_MAX = 30_000;

const { port, apiKeys }: InnocentsOptions = workerData;
const answers = new Map<number, number>();
const ms: number[] = [];
let stopping = false;
let seq = 0;

const running = Promise.all(apiKeys.map(client));
void stopped();

async function stopped(): Promise<void> {
  if (parentPort === null) throw new Error("not in a thread");
  await once(parentPort, "message");
  stopping = true;
  await running;
  parentPort.postMessage({ answers, ms: ms.sort((a, b) => a - b) } satisfies Waits);
}

async function client(apiKey: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!stopping) {
    const events = Array.from({ length: EVENTS_PER_REQUEST }, () => eventOf(++seq));
    const startedMs = performance.now();
    const status = await post(agent, JSON.stringify({ api_key: apiKey, events }));
    ms.push(performance.now() - startedMs);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    await systemClock.sleep(PAUSE_MS);
  }
  agent.destroy();
}

function eventOf(seq: number) {
  return {
    event_type: "Innocent",
    user_id: `innocent-${seq % PEOPLE}`,
    insert_id: `innocent-${seq}`,
    event_properties: { seq },
  };
}

function post(agent: Agent, body: string): Promise<number> {
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
