import { createHash, createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyEvent } from "@/lib/admin/events/why-event";
import { personTimeline } from "@/lib/admin/people/person-timeline";
import { reportInbox } from "@/lib/admin/reports/report-inbox";
import type { Context } from "@/lib/admin/verb/context";
import { ingestListener } from "@/lib/engine/ingest/http/node-mount";
import { readHealthFacts } from "@/lib/engine/store/health-facts";
import { forgetReports } from "@/lib/engine/store/reports";
import type { PersonId, ProjectId, SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { startApi, system } from "@/tests/integration/api/api";
import type { TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync, TEST_KEY } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// What Customer.io says back: from its webhook to the timeline and the answer to "why?".

const SIGNING_KEY = "sandbox-site-signing-key";

let database: TestDatabase;
let pool: Pool;
let ctx: Context;
let ingestion: Ingestion;
let server: Server;
let url: string;
let sandbox: Sandbox;

beforeAll(async () => {
  database = await startApi({ ENCRYPTION_KEY: TEST_KEY.toString("base64") });
  pool = createPool(database.url, 20, "test");
  ctx = await system();
  ingestion = createIngestion(pool, undefined, ctx.cipher);
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

/** A sync into the sandbox that sends users and events, with a signing key unless it is empty. */
async function makeReported(
  key = SIGNING_KEY,
  site_id = "sandbox-site",
): Promise<{ project: ProjectId; sync: SyncId }> {
  const project = await makeProject(pool);
  const settings = { sendUsers: true, userProperties: ["email"] };
  const sync = await makeSync(pool, project, { settings, config: { site_id } });
  const secrets = { api_key: "sandbox-key", ...(key !== "" && { webhook_signing_key: key }) };
  await pool.query("UPDATE syncs SET secrets = $2, secret_hints = $3 WHERE id = $1", [
    sync,
    new Cipher(TEST_KEY).encrypt(JSON.stringify(secrets), `sync:${sync}`),
    JSON.stringify(Object.fromEntries(Object.keys(secrets).map((id) => [id, "-key"]))),
  ]);
  return { project, sync };
}

const reportBody = (id: string, changes: object = {}, data: object = {}) =>
  JSON.stringify({
    event_id: id,
    object_type: "email",
    metric: "delivered",
    timestamp: Math.floor(Date.now() / 1000),
    data: { identifiers: { id: "ann" }, subject: "Hello", ...data },
    ...changes,
  });

interface Posted {
  readonly key?: string;
  readonly path?: string;
}

async function post(sync: number, body: string, { key = SIGNING_KEY, path }: Posted = {}) {
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac("sha256", key).update(`v0:${at}:${body}`).digest("hex");
  const response = await fetch(`${url}${path ?? `/hooks/customerio/${sync}`}`, {
    method: "POST",
    headers: { "x-cio-timestamp": String(at), "x-cio-signature": mac },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

const kept = async (sync: number) =>
  (
    await pool.query<{ report_id: string; metric: string; people: string[] }>(
      "SELECT report_id, metric, people FROM reports WHERE sync_id = $1 ORDER BY id",
      [sync],
    )
  ).rows;

describe("a report", () => {
  test("is kept once, however often and in whatever order it comes, also side by side", async () => {
    const { sync } = await makeReported();
    const bodies = ["b", "a", "b", "a", "a"].map((id) => reportBody(id));
    expect(await Promise.all(bodies.map((body) => post(sync, body)))).toEqual(Array(5).fill(200));
    expect(await post(sync, reportBody("b", { metric: "changed" }))).toBe(200);
    const rows = await kept(sync);
    expect(rows.map(({ report_id }) => report_id).sort()).toEqual(["a", "b"]);
    expect(rows.every(({ metric }) => metric === "delivered")).toBe(true);
  });

  test("of one destination is not that of another, though it has the same id", async () => {
    const [one, other] = [await makeReported(), await makeReported()];
    await post(one.sync, reportBody("same"));
    await post(other.sync, reportBody("same"));
    expect([await kept(one.sync), await kept(other.sync)]).toMatchObject([[{}], [{}]]);
  });

  test.each([
    ["what is no JSON", "<html>"],
    [
      "a metric that nobody knows",
      reportBody("new", { object_type: "hologram", metric: "beamed" }),
    ],
    ["fields of other kinds", '{"event_id":7,"timestamp":"soon","data":[],"metric":{}}'],
    ["text that a column cannot hold", reportBody("a\\u0000b", {}, { subject: "\\ud800" })],
    ["an id beyond all bounds", reportBody("x".repeat(5_000))],
    ["nothing", ""],
  ])("that is signed is never refused for what it says: %s", async (_, body) => {
    const { sync } = await makeReported();
    expect(await post(sync, body)).toBe(200);
    expect(await kept(sync)).toHaveLength(1);
  });

  test("is taken for a disabled destination too", async () => {
    const { sync } = await makeReported();
    await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);
    expect(await post(sync, reportBody("off"))).toBe(200);
  });

  test("is forgotten after the retention, and never while it could be replayed", async () => {
    const { sync } = await makeReported();
    for (const id of ["old", "new"]) await post(sync, reportBody(id));
    const age = (days: number) =>
      pool.query(
        "UPDATE reports SET received_at = now() - make_interval(days => $2) WHERE sync_id = $1 AND report_id = 'old'",
        [sync, days],
      );
    await age(10);
    await forgetReports(pool, 1);
    expect(await kept(sync)).toHaveLength(2);
    await age(31);
    await forgetReports(pool, 30);
    expect(await kept(sync)).toMatchObject([{ report_id: "new" }]);
  });
});

describe("who is not let in", () => {
  test("is told on the destination's page until a report comes", async () => {
    const { sync } = await makeReported();
    expect(await post(sync, reportBody("a"), { key: "guess" })).toBe(401);
    expect(await post(sync, reportBody("a"), { key: "guess" })).toBe(401);
    await ingestion.flush();
    expect(await kept(sync)).toEqual([]);
    expect(await reportInbox(ctx, { id: sync })).toMatchObject({
      hasKey: true,
      received: 0,
      refused: { reason: "forged", count: 2 },
    });
    const alarms = async () =>
      (await readHealthFacts(pool, systemClock)).refusedReports.filter(
        ({ syncId }) => syncId === sync,
      );
    expect(await alarms()).toMatchObject([{ reason: "forged" }]);
    expect(await post(sync, reportBody("a"))).toBe(200);
    expect(await reportInbox(ctx, { id: sync })).toMatchObject({ received: 1, refused: null });
    expect(await alarms()).toEqual([]);
  });

  test("has no key here to be checked with", async () => {
    const { sync } = await makeReported("");
    expect(await post(sync, reportBody("a"))).toBe(401);
    await ingestion.flush();
    const inbox = await reportInbox(ctx, { id: sync });
    expect(inbox).toMatchObject({ hasKey: false, refused: { reason: "no_key" } });
  });

  test("calls what is not there, or what says nothing back", async () => {
    const { project } = await makeReported();
    const relay = await makeSync(pool, project, { partner: "amplitude" });
    expect(await post(999_999_999, reportBody("a"))).toBe(404);
    expect(await post(relay, reportBody("a"))).toBe(404);
    expect(await reportInbox(ctx, { id: relay })).toBeNull();
    expect(await post(relay, reportBody("a"), { path: `/hooks/amplitude/${relay}` })).toBe(404);
    expect((await fetch(`${url}/hooks/customerio/${relay}`)).status).toBe(405);
  });
});

/** An address whose mailbox the sandbox finds full, or not. */
const addressOf = (isFull: boolean): string => {
  for (let n = 0; ; n++) {
    const address = `shopper-${n}@example.com`;
    const first = createHash("sha256").update(address).digest()[0] ?? 0;
    if ((first % 8 === 0) === isFull) return address;
  }
};

let shops = 0;

/** Buys something through the whole product, and waits until the sandbox has reported the mail's way. */
async function buy(email: string, config: { trigger_event_id: boolean }) {
  const site_id = `shop-${++shops}`;
  const campaigns = [{ event: "Purchase", subject: "Thank you" }];
  const keys = { api_key: "sandbox-key", webhook_signing_key: SIGNING_KEY };
  const shop = sandbox.addWorkspace({ site_id, campaigns, ...keys, ...config });
  const { project, sync } = await makeReported(SIGNING_KEY, site_id);
  const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
  shop.reporting.add({
    name: "Test",
    endpoint: `${url}/hooks/customerio/${sync}`,
    events: ["email_sent", "email_delivered", "email_bounced"],
    disabled: false,
  });
  const { rows } = await pool.query("SELECT api_key FROM projects WHERE id = $1", [project]);
  const user_id = `buyer-${sync}`;
  const events = [
    { event_type: "$identify", user_id, user_properties: { email } },
    { event_type: "Song Played", user_id, insert_id: "s" },
    { event_type: "Purchase", user_id, insert_id: "p" },
  ];
  const body = JSON.stringify({ api_key: rows[0].api_key, events });
  expect((await fetch(`${url}/2/httpapi`, { method: "POST", body })).status).toBe(200);
  const metrics = await until("both reports", async () => {
    worker.worker.wakeAll();
    const found = (await kept(sync)).map(({ metric }) => metric);
    return found.length === 2 && found;
  });
  await worker.stop();
  await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);
  expect(worker.errors).toEqual([]);
  const { rows: people } = await pool.query("SELECT id FROM people WHERE project_id = $1", [
    project,
  ]);
  const personId = Number(people[0].id) as PersonId;
  const timeline = await personTimeline(ctx, { projectId: project, personId });
  const whyOf = (offset: number) => whyEvent(ctx, { projectId: project, offset });
  return { metrics, project, personId, timeline, whyOf };
}

describe("from the event to the mail", () => {
  test("a timeline shows what became of the mail, and names the event that set it off", async () => {
    const { metrics, timeline, whyOf, project, personId } = await buy(addressOf(true), {
      trigger_event_id: true,
    });
    expect(metrics).toEqual(["sent", "bounced"]);
    expect(timeline.items).toHaveLength(3);
    expect(timeline.reports).toMatchObject([
      {
        title: "Mail bounced",
        failure: "mailbox full",
        subject: "Thank you",
        event: { eventType: "Purchase", offset: 3 },
      },
      { title: "Mail sent", failure: null, event: { eventType: "Purchase" } },
    ]);
    expect((await whyOf(3)).reports).toMatchObject({
      named: [{ title: "Mail bounced" }, { title: "Mail sent" }],
      others: [],
    });
    expect((await whyOf(2)).reports).toEqual({ named: [], others: [] });
    const ofOneEvent = await personTimeline(ctx, {
      projectId: project,
      personId,
      eventType: "Purchase",
    });
    expect(ofOneEvent.reports).toEqual([]);
  });

  test("every report is on one page of a timeline, and only on one", async () => {
    const { project, personId } = await buy(addressOf(false), { trigger_event_id: true });
    const titles: string[] = [];
    let before: number | null | undefined;
    do {
      const page = await personTimeline(ctx, {
        projectId: project,
        personId,
        limit: 1,
        ...(before != null && { before }),
      });
      titles.push(...page.reports.map(({ title }) => title));
      before = page.before;
    } while (before !== null);
    expect(titles).toEqual(["Mail delivered", "Mail sent"]);
  });

  test("nothing is claimed when the destination names an event that is none of ours", async () => {
    const { timeline, whyOf } = await buy(addressOf(false), { trigger_event_id: false });
    expect(timeline.reports).toMatchObject([
      { title: "Mail delivered", event: null },
      { title: "Mail sent", event: null },
    ]);
    expect((await whyOf(3)).reports).toMatchObject({
      named: [],
      others: [{ title: "Mail delivered" }, { title: "Mail sent" }],
    });
  });
});
