import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInstance, Identify, Revenue, type Types } from "@amplitude/analytics-node";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ingestListener } from "@/lib/engine/ingest/http/node-mount";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync, type SyncPart } from "@/tests/support/make-sync";
import { startTestWorker, type TestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// The real Node SDK, through ingestion, the log and a worker, into the sandbox: what a person at Customer.io has then.

const ANN = { user_id: "ann@example.com" };

let database: TestDatabase;
let pool: Pool;
let ingestion: Ingestion;
let server: Server;
let url: string;
let sandbox: Sandbox;
let project: ProjectId;
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
  sandbox.workspace().reset();
  project = await makeProject(pool);
  worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
});

afterEach(async () => {
  await worker.stop();
  await pool.query("UPDATE syncs SET enabled = false");
  expect(worker.errors).toEqual([]);
});

/** The SDK as an application has it, pointed at this ingestion. */
async function connect(options: Types.NodeOptions = {}) {
  const { rows } = await pool.query<{ api_key: string }>(
    "SELECT api_key FROM projects WHERE id = $1",
    [project],
  );
  const client = createInstance();
  await client.init(rows[0]?.api_key ?? "", {
    serverUrl: `${url}/2/httpapi`,
    flushIntervalMillis: 10,
    logLevel: 0,
    ...options,
  }).promise;
  return client;
}

const makeStream = (settings: NonNullable<SyncPart["settings"]>) =>
  makeSync(pool, project, { settings: { sendUsers: true, ...settings } });

/** Resolves when the sync has read that many and nothing waits, with what became of them. */
const settled = (sync: SyncId, read: number) =>
  until(`${read} events settled`, async () => {
    worker.worker.wakeAll();
    const books = await readBooks(pool, sync);
    return books.read === read && books.parked === 0 && books;
  });

/** What the sandbox knows of somebody. */
function known(email: string) {
  const workspace = sandbox.workspace();
  const person = workspace.people.find({ kind: "email", value: email });
  if (person === undefined) return null;
  const attributes = [...person.attributes].map(([name, { value }]) => [name, value] as const);
  const events = workspace.events.timeline(person.lastEvent).map((at) => {
    const { name, type, data } = workspace.events.read(at);
    return { name, type, data: JSON.parse(data ?? "null") as Record<string, unknown> };
  });
  return { attributes: Object.fromEntries(attributes), events };
}

const codes = async (...sent: readonly { readonly promise: Promise<Types.Result> }[]) =>
  (await Promise.all(sent.map(({ promise }) => promise))).map(({ code }) => code);

test("events, identify, groups and revenue arrive as the sync's settings say", async () => {
  const sync = await makeStream({
    eventProperties: ["title", "$price", "$quantity", "$productId"],
    userProperties: ["plan", "plays", "org"],
  });
  const client = await connect();
  const sent = [
    client.track("Song Played", { title: "Ünïcode 😀", secret: "not selected" }, ANN),
    client.identify(new Identify().set("plan", "free").set("age", 30).add("plays", 2), ANN),
    client.identify(new Identify().set("plan", "pro").add("plays", 1), ANN),
    client.setGroup("org", "acme", ANN),
    client.groupIdentify("org", "acme", new Identify().set("seats", 5), ANN),
    client.revenue(new Revenue().setPrice(3).setQuantity(2).setProductId("p-1"), ANN),
  ];
  await client.flush().promise;
  expect(await codes(...sent)).toEqual([200, 200, 200, 200, 200, 200]);

  const books = await settled(sync, sent.length);
  expect(books.discarded + books.expired).toBe(0);
  const person = known("ann@example.com");
  expect(person?.attributes).toMatchObject({ plan: "pro", plays: 3 });
  expect(person?.attributes).not.toHaveProperty("age");
  expect(person?.attributes).not.toHaveProperty("seats");
  expect(person?.events).toMatchObject([
    { name: "Song Played", type: "event", data: { title: "Ünïcode 😀" } },
    { name: "revenue_amount", type: "event", data: { $price: 3, $quantity: 2, $productId: "p-1" } },
  ]);
  expect(person?.events[0]?.data).not.toHaveProperty("secret");
});

test("what useBatch sends arrives alike, each event once and each person's in order", async () => {
  const sync = await makeStream({ eventProperties: ["n"] });
  const client = await connect({
    useBatch: true,
    serverUrl: `${url}/batch`,
    flushQueueSize: 50,
    flushMaxRetries: 3,
  });
  const sent = Array.from({ length: 500 }, (_, n) =>
    client.track("Tick", { n }, { user_id: `person-${n % 10}@example.com` }),
  );
  await client.flush().promise;
  expect(new Set(await codes(...sent))).toEqual(new Set([200]));
  expect(await settled(sync, 500)).toMatchObject({ delivered: 500 });
  expect(sandbox.workspace().events.count).toBe(500);
  expect(sandbox.workspace().stats.duplicateIds).toBe(0);
  for (let who = 0; who < 10; who++) {
    const numbers = known(`person-${who}@example.com`)?.events.map(({ data }) => data["n"]);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, at) => at * 10 + who));
  }
});

test("an event whose answer is lost on the way, so that the SDK sends it again, is delivered once", async () => {
  const sync = await makeStream({ eventProperties: ["n"] });
  const relay = await startRelay();
  const client = await connect({ serverUrl: `${relay.url}/2/httpapi` });
  expect((await client.track("Paid", { n: 1 }, ANN).promise).code).toBe(200);
  relay.close();
  expect(relay.statuses).toEqual([200, 200]);
  await settled(sync, 1);
  expect(known("ann@example.com")?.events).toHaveLength(1);
});

/** Hands requests on to ingestion, and keeps the first answer to itself: its sender hears of an unwell server. */
async function startRelay() {
  const statuses: number[] = [];
  const relay = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const headers = { "content-type": "application/json" };
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${url}${req.url}`, { method: "POST", headers, body });
    const text = await answer.text();
    if (statuses.push(answer.status) > 1) res.writeHead(answer.status, headers).end(text);
    else res.writeHead(503, headers).end(JSON.stringify({ code: 503, error: "unwell" }));
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const { port } = relay.address() as AddressInfo;
  const close = () => {
    relay.closeAllConnections();
    relay.close();
  };
  return { url: `http://127.0.0.1:${port}`, statuses, close };
}
