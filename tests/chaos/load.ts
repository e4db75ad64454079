import { systemClock } from "@/lib/kernel/clock";

const EVENTS_PER_REQUEST = 20;
const PEOPLE_PER_CLIENT = 25;
const PAUSE_MS = 10;
const RETRY_MS = 100;
const REQUEST_MS_MAX = 15_000;

/** What the clients were promised: every `seq` in here was answered 200. */
export interface Load {
  readonly accepted: ReadonlySet<number>;
  /** Without an insert_id, and sent again after an answer that did not say what had become of it. */
  readonly maybeTwice: ReadonlySet<number>;
  /** Uploads sent again. */
  readonly retries: () => number;
  /** Ends the load after the requests that are under way have been accepted. */
  finish(): Promise<void>;
}

/**
 * Clients that send batches one after the other, each for its own people, and send a batch again, unchanged, until it
 * is answered 200: as an SDK does. An event's `seq` grows per person. In the mix: user updates, group updates, events
 * of nobody but a device, and events without an insert_id, whose number is called `once` for they may come twice when
 * an answer was lost.
 */
export function startLoad(url: string, apiKey: string, clients: number): Load {
  const accepted = new Set<number>();
  const maybeTwice = new Set<number>();
  let finishing = false;
  let retries = 0;
  let seq = 0;

  const sendUntilAccepted = async (body: string, withoutId: readonly number[]) => {
    for (;;) {
      const answer = await post(url, body);
      if (answer === "accepted") return;
      if (answer === "unknown") for (const one of withoutId) maybeTwice.add(one);
      retries += 1;
      await systemClock.sleep(RETRY_MS);
    }
  };

  const client = async (name: number) => {
    for (let round = 0; !finishing; round++) {
      const sent: number[] = [];
      const withoutId: number[] = [];
      const events = Array.from({ length: EVENTS_PER_REQUEST }, (_, n) => {
        const user = `user-${name}-${(round * 7 + n * 3) % PEOPLE_PER_CLIENT}`;
        const own = ++seq;
        if (n === 0) return identifyOf(user, own);
        if (n === 1) return groupIdentifyOf(own);
        sent.push(own);
        if (n === 2) return anonymousOf(`device-${name}-${round % 9}`, own);
        if (n > 12) return { ...eventOf(user, own), device_id: `phone-of-${user}` };
        if (n > 4) return eventOf(user, own);
        withoutId.push(own);
        return eventWithoutId(user, own);
      });
      await sendUntilAccepted(JSON.stringify({ api_key: apiKey, events }), withoutId);
      for (const one of sent) accepted.add(one);
      await systemClock.sleep(PAUSE_MS);
    }
  };

  const running = Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  return {
    accepted,
    maybeTwice,
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
  event_properties: { seq, who: user, title: `Song ${seq % 100}` },
});

const eventWithoutId = (user: string, once: number) => ({
  event_type: "Song Liked",
  user_id: user,
  time: Date.now(),
  event_properties: { once },
});

const anonymousOf = (device: string, seq: number) => ({
  event_type: "Page Seen",
  device_id: device,
  insert_id: `anonymous-${seq}`,
  event_properties: { seq },
});

const identifyOf = (user: string, seq: number) => ({
  event_type: "$identify",
  user_id: user,
  insert_id: `identify-${seq}`,
  time: Date.now(),
  user_properties: { $set: { plan: `plan-${seq % 3}` }, $add: { visits: 1 } },
});

const groupIdentifyOf = (seq: number) => ({
  event_type: "$groupidentify",
  groups: { company: `company-${seq % 20}` },
  insert_id: `group-${seq}`,
  group_properties: { $set: { plan: `plan-${seq % 3}` } },
});

/** `refused`: the answer says that nothing was accepted, so that a second copy would be a lie of the first answer. */
async function post(url: string, body: string): Promise<"accepted" | "refused" | "unknown"> {
  try {
    const response = await fetch(`${url}/2/httpapi`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
    });
    const text = await response.text();
    if (response.status === 200) return "accepted";
    return /nothing was accepted/i.test(text) ? "refused" : "unknown";
  } catch {
    return "unknown";
  }
}
