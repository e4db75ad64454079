import { systemClock } from "@/lib/kernel/clock";

const EVENTS_PER_REQUEST = 20;
const PEOPLE_PER_CLIENT = 25;
const PAUSE_MS = 10;
const RETRY_MS = 100;
const REQUEST_MS_MAX = 15_000;

/** What the clients were promised: every event in here was answered 200. */
export interface Load {
  readonly accepted: Set<number>;
  readonly identifies: () => number;
  readonly retries: () => number;
  /** Ends the load after the requests that are under way have been accepted. */
  finish(): Promise<void>;
}

/**
 * Clients that send batches one after the other, each for its own people, and send a batch again, unchanged, until it
 * is answered 200: as an SDK does. An event's `seq` grows per person.
 */
export function startLoad(url: string, apiKey: string, clients: number): Load {
  const accepted = new Set<number>();
  let finishing = false;
  let identifies = 0;
  let retries = 0;
  let seq = 0;

  const client = async (name: number) => {
    for (let round = 0; !finishing; round++) {
      const sent: number[] = [];
      const events = Array.from({ length: EVENTS_PER_REQUEST }, (_, n) => {
        const user = `user-${name}-${(round * 7 + n * 3) % PEOPLE_PER_CLIENT}`;
        const own = ++seq;
        if (n === 0) {
          identifies += 1;
          return identifyOf(user, own);
        }
        sent.push(own);
        return eventOf(user, own);
      });
      const body = JSON.stringify({ api_key: apiKey, events });
      while (!(await isAccepted(url, body))) {
        retries += 1;
        await systemClock.sleep(RETRY_MS);
      }
      for (const one of sent) accepted.add(one);
      await systemClock.sleep(PAUSE_MS);
    }
  };

  const running = Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  return {
    accepted,
    identifies: () => identifies,
    retries: () => retries,
    finish: async () => {
      finishing = true;
      await running;
    },
  };
}

const eventOf = (user: string, seq: number) => ({
  event_type: "Song Played",
  user_id: user,
  insert_id: `event-${seq}`,
  time: Date.now(),
  event_properties: { seq, title: `Song ${seq % 100}` },
});

const identifyOf = (user: string, seq: number) => ({
  event_type: "$identify",
  user_id: user,
  insert_id: `identify-${seq}`,
  time: Date.now(),
  user_properties: { $set: { plan: `plan-${seq % 3}` }, $add: { visits: 1 } },
});

async function isAccepted(url: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/2/httpapi`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
