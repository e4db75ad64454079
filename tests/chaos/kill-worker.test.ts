import { expect, test } from "vitest";
import type { SyncId } from "@/lib/kernel/brand";
import { type Books, readBooks } from "@/tests/support/books";
import { until } from "@/tests/support/until";
import { arrivedAtAmplitude, missingAtAmplitude } from "./amplitude-books";
import { seeded } from "./seeded";
import { type ChaosWorld, startChaosWorld } from "./world";

// KILL_EVENTS=100000 is the full size.
const EVENTS = Number(process.env["KILL_EVENTS"] ?? 20_000);
const CLIENTS = 8;
const EVENTS_PER_REQUEST = 100;
const KILLS = 5;
const MINUTES = 5;

test(
  `${EVENTS} events by ${CLIENTS} clients while a worker is killed ${KILLS} times: each exactly once, in order, and the sums agree`,
  async () => {
    const world = await startChaosWorld({ workers: 2 });
    try {
      const sending = Promise.all(
        Array.from({ length: CLIENTS }, (_, client) => sendAll(world, client)),
      );
      const { events } = world.sandbox.workspace();
      for (let kill = 1; kill <= KILLS; kill++) {
        const mark = Math.floor((EVENTS * kill) / (KILLS + 2));
        await until(`${mark} events have arrived`, () => events.count >= mark, MINUTES * 60_000);
        world.kill("worker", seeded(kill));
      }
      await sending;
      for (const syncId of [world.syncId, world.relayId]) {
        const books = await allRead(world, syncId as SyncId);
        expect(books).toMatchObject({ delivered: EVENTS, rows: { delivered: EVENTS } });
      }
      const { stats } = world.sandbox.workspace();
      expect(events.count).toBe(EVENTS);
      expect(events.distinctIds).toBe(EVENTS);
      expect(stats.orderAttributeViolations).toBe(0);
      expect(world.sandbox.amplitude.events).toHaveLength(EVENTS);
      expect(await missingAtAmplitude(world)).toEqual([]);
      expect(arrivedAtAmplitude(world)).toMatchObject({ overtaking: 0 });
      process.stdout.write(
        `${EVENTS} events, ${KILLS} kills: ${stats.requests} requests, ${stats.duplicateIds} repeats refused by ULID, ${world.sandbox.amplitude.duplicates} by insert_id\n`,
      );
    } finally {
      await world.close();
    }
  },
  MINUTES * 2 * 60_000,
);

const allRead = (world: ChaosWorld, syncId: SyncId): Promise<Books> =>
  until(
    "all are settled",
    async () => {
      const now = await readBooks(world.pool, syncId);
      expect(now.read).toBe(
        now.filtered + now.delivered + now.discarded + now.expired + now.parked,
      );
      return now.read === EVENTS && now;
    },
    MINUTES * 60_000,
  );

/** One client's share, each batch after the one before was accepted; people are not shared among clients. */
async function sendAll(world: ChaosWorld, client: number): Promise<void> {
  const share = EVENTS / CLIENTS;
  for (let start = 0; start < share; start += EVENTS_PER_REQUEST) {
    const events = Array.from({ length: Math.min(EVENTS_PER_REQUEST, share - start) }, (_, n) => {
      const seq = start + n + 1;
      return {
        event_type: "Song Played",
        user_id: `user-${client}-${seq % 50}`,
        insert_id: `${client}-${seq}`,
        event_properties: { seq, who: `user-${client}-${seq % 50}` },
      };
    });
    const response = await fetch(`${world.product.url}/batch`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ api_key: world.apiKey, events }),
    });
    expect(await response.json()).toMatchObject({ code: 200, events_ingested: events.length });
  }
}
