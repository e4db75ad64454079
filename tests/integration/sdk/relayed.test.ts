import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInstance, Identify, Revenue, type Types } from "@amplitude/analytics-node";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingestListener } from "@/lib/engine/ingest/http/node-mount";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker, type TestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// The real Node SDK, through us and a relay into the small Amplitude, against the same SDK sending there directly.

const AMPLITUDE_KEY = "sandbox-amplitude-key";
const ANN = { user_id: "ann@example.com", device_id: "device-of-ann" };
const NOBODY = { user_id: undefined } as unknown as Types.EventOptions;

let database: TestDatabase;
let pool: Pool;
let ingestion: Ingestion;
let server: Server;
let url: string;
let sandbox: Sandbox;
let project: ProjectId;
let projectKey: string;
let relay: SyncId;
let worker: TestWorker;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 20, "test");
  ingestion = createIngestion(pool);
  const listen = ingestListener(ingestion.ingest);
  server = createServer((req, res) => {
    if (!listen(req, res)) res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox = await startSandbox();
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await ingestion.flush();
  await sandbox.close();
  await pool.end();
  await database.close();
});

beforeEach(async () => {
  sandbox.amplitude.reset();
  project = await makeProject(pool);
  const { rows } = await pool.query<{ api_key: string }>(
    "SELECT api_key FROM projects WHERE id = $1",
    [project],
  );
  projectKey = rows[0]?.api_key ?? "";
  relay = await makeSync(pool, project, { partner: "amplitude", apiKey: AMPLITUDE_KEY });
  worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
});

afterEach(async () => {
  await worker.stop();
  await pool.query("UPDATE syncs SET enabled = false");
  expect(worker.errors).toEqual([]);
});

async function connect(key: string, serverUrl: string) {
  const client = createInstance();
  await client.init(key, { serverUrl, flushIntervalMillis: 10, logLevel: 0 }).promise;
  return client;
}

/** Resolves when the relay has read that many and nothing waits. */
const settled = (read: number) =>
  until(`${read} events settled`, async () => {
    worker.worker.wakeAll();
    const books = await readBooks(pool, relay);
    return books.read === read && books.parked === 0 && books;
  });

/** Everything an application may say, dated and named so that two runs can be compared. */
async function useSdk(client: Awaited<ReturnType<typeof connect>>) {
  let nth = 0;
  const as = (more: object = {}): Types.EventOptions => {
    nth += 1;
    return { ...ANN, time: 1_790_000_000_000 + nth, insert_id: `i-${nth}`, ...more };
  };
  const sent = [
    client.track(
      "Song Played",
      { title: "Ünïcode 😀", deep: { list: [1, "2", null] } },
      as({
        session_id: 1_790_000_000_000,
        app_version: "1.2.3",
        platform: "Web",
        language: "en-US",
        ip: "203.0.113.7",
        plan: { branch: "main", source: "web", version: "7" },
        groups: { org: ["acme", "umbrella"] },
        location_lat: 48.137154,
        user_properties: { $set: { plan: "pro" }, $add: { plays: 1 }, $unset: { old: "-" } },
      }),
    ),
    client.identify(
      new Identify().setOnce("first", "x").append("tags", "a").preInsert("tags", "b").unset("old"),
      as(),
    ),
    client.setGroup("org", "acme", as()),
    client.groupIdentify("org", "acme", new Identify().set("seats", 5), as()),
    client.revenue(new Revenue().setPrice(3).setQuantity(2).setProductId("p-1"), as()),
    client.track("Bought", {}, as({ price: 2.5, quantity: 2, productId: "p-2", revenue: 5 })),
    client.track("Anonymous", { n: 1 }, { ...as(), ...NOBODY }),
  ];
  await client.flush().promise;
  const codes = (await Promise.all(sent.map(({ promise }) => promise))).map(({ code }) => code);
  expect(codes).toEqual(sent.map(() => 200));
  return sent.length;
}

const byInsertId = (events: readonly JsonObject[]) =>
  [...events].sort((a, b) => (String(a["insert_id"]) < String(b["insert_id"]) ? -1 : 1));

test("each field that the SDK sends is at Amplitude as if it had been sent there", async () => {
  await useSdk(await connect(AMPLITUDE_KEY, `${sandbox.usUrl}/2/httpapi`));
  const directly = byInsertId(sandbox.amplitude.events);
  sandbox.amplitude.reset();

  const sent = await useSdk(await connect(projectKey, `${url}/2/httpapi`));
  const books = await settled(sent);
  expect(books).toMatchObject({ filtered: 0, discarded: 0, expired: 0 });
  expect(byInsertId(sandbox.amplitude.events)).toEqual(directly);
  expect(directly).toHaveLength(sent);
});

/** Uploads as a program without an SDK does. */
async function upload(events: readonly object[]) {
  const response = await fetch(`${url}/2/httpapi`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "session=secret" },
    body: JSON.stringify({ api_key: projectKey, events }),
  });
  expect(response.status).toBe(200);
}

const relayed = (type: string) =>
  sandbox.amplitude.events.filter((event) => event["event_type"] === type);

describe("what a server in between has to put right", () => {
  test("$remote becomes the caller's address, and none is added where none was asked for", async () => {
    await upload([
      { event_type: "A", user_id: "ann-1", ip: "$remote" },
      { event_type: "B", user_id: "ann-1" },
    ]);
    await settled(2);
    expect(relayed("A")).toMatchObject([{ ip: "127.0.0.1" }]);
    expect(relayed("B")[0]).not.toHaveProperty("ip");
    expect(JSON.stringify(sandbox.amplitude.uploads)).not.toContain("session=secret");
  });

  test("a missing insert_id is given once: an upload that was taken and failed all the same is not doubled", async () => {
    sandbox.amplitude.configure({ fail: { status: 502, times: 2, after_apply: true } });
    await upload([1, 2, 3].map((n) => ({ event_type: "A", user_id: "ann-1", n })));
    await settled(3);
    expect(relayed("A")).toHaveLength(3);
    expect(sandbox.amplitude.duplicates).toBe(6);
  });
});

describe("Amplitude's answers", () => {
  test("400 discards the events it lists, with the field; the rest goes again, in order", async () => {
    sandbox.amplitude.configure({ refused_event_types: ["Bad"] });
    await upload(
      ["A", "Bad", "B", "Bad", "C"].map((event_type) => ({ event_type, user_id: "ann-1" })),
    );
    expect(await settled(5)).toMatchObject({ delivered: 3, discarded: 2 });
    expect(sandbox.amplitude.events.map((event) => event["event_type"])).toEqual(["A", "B", "C"]);
    const { rows } = await pool.query<{ detail: string }>(
      "SELECT detail FROM deliveries WHERE sync_id = $1 AND outcome = 'discarded'",
      [relay],
    );
    for (const { detail } of rows) {
      expect(JSON.parse(detail)).toMatchObject({ field: "event_properties" });
    }
  });

  test("400 for silenced devices discards theirs alone", async () => {
    sandbox.amplitude.configure({ silenced_devices: ["device-bad"] });
    await upload([
      { event_type: "A", device_id: "device-bad" },
      { event_type: "A", device_id: "device-good" },
    ]);
    expect(await settled(2)).toMatchObject({ delivered: 1, discarded: 1 });
  });

  test("413 halves the request until it fits", async () => {
    sandbox.amplitude.configure({ body_bytes_max: 1_500 });
    await upload(
      Array.from({ length: 20 }, (_, n) => ({ event_type: "A", user_id: `user-${n}`, n })),
    );
    expect(await settled(20)).toMatchObject({ delivered: 20 });
    expect(sandbox.amplitude.uploads.some(({ status }) => status === 413)).toBe(true);
  });

  test("429 holds back whose quota is used up, and nobody else", async () => {
    sandbox.amplitude.configure({ over_quota_devices: ["device-busy"] });
    await upload([
      { event_type: "A", device_id: "device-busy" },
      { event_type: "B", device_id: "device-busy" },
      { event_type: "A", device_id: "device-calm" },
    ]);
    await until("the calm device's event is there", () => relayed("A").length === 1);
    const waiting = await until("the busy one's wait", async () => {
      const { rows } = await pool.query(
        `SELECT reason, tries, retry_at > now() + interval '30 minutes' AS long FROM parked
         WHERE sync_id = $1 ORDER BY "offset"`,
        [relay],
      );
      return rows.length === 2 && rows;
    });
    expect(waiting).toEqual([
      { reason: "throttled", tries: 0, long: true },
      { reason: "behind_person", tries: 0, long: null },
    ]);
    sandbox.amplitude.configure({ over_quota_devices: [] });
    await pool.query("UPDATE parked SET retry_at = now() WHERE retry_at IS NOT NULL");
    expect(await settled(3)).toMatchObject({ delivered: 3 });
    expect(sandbox.amplitude.events.map((event) => event["event_type"])).toEqual(["A", "A", "B"]);
  });

  test("a refused key stops the relay with the reason, and nothing is lost", async () => {
    sandbox.amplitude.configure({ api_key: "another-key" });
    await upload([{ event_type: "A", user_id: "ann-1" }]);
    await until("the breaker", async () => {
      worker.worker.wakeAll();
      const { rows } = await pool.query("SELECT reason FROM breakers WHERE sync_id = $1", [relay]);
      return rows[0]?.reason === "credentials_refused";
    });
    sandbox.amplitude.configure({ api_key: AMPLITUDE_KEY });
    expect(await settled(1)).toMatchObject({ delivered: 1 });
  });
});
