import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldOldMinutes } from "@/lib/engine/store/fold-minutes";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { ingest } from "@/tests/integration/verbs/events";
import type { TestDatabase } from "@/tests/support/database";
import { until } from "@/tests/support/until";
import { type Body, type Call, call, makeToken, startApi, system } from "./api";

let database: TestDatabase;
let sandbox: Sandbox;
let token: string;
let projectId: number;
let basic: string;

beforeAll(async () => {
  sandbox = await startSandbox({ siteId: "site-1", apiKey: "api-key-1" });
  database = await startApi({
    CUSTOMERIO_US_URL: sandbox.usUrl,
    CUSTOMERIO_EU_URL: sandbox.euUrl,
    METRICS_TOKEN: "metrics-token",
  });
  token = await makeToken("full");
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { revealSecretKey } = await import("@/lib/admin/projects/reveal-secret-key");
  const project = await createProject(await system(), { name: "Shop" });
  projectId = project.id;
  const { secretKey } = await revealSecretKey(await system(), { projectId });
  basic = `Basic ${Buffer.from(`${project.apiKey}:${secretKey}`).toString("base64")}`;
});
afterAll(async () => {
  await database.close();
  await sandbox.close();
});

const destinations = () => import("@/app/v1/projects/[project_id]/destinations/route");
const inDestination = {
  test: () => import("@/app/v1/projects/[project_id]/destinations/[id]/test/route"),
  deliveries: () => import("@/app/v1/projects/[project_id]/destinations/[id]/deliveries/route"),
  redeliver: () => import("@/app/v1/projects/[project_id]/destinations/[id]/redeliver/route"),
};
const params = (id: unknown) => ({ project_id: String(projectId), id: String(id) });

async function makeDestination(more: object = {}): Promise<Body> {
  const { POST } = await destinations();
  const { status, body } = await call(POST, "POST", {
    token,
    params: { project_id: String(projectId) },
    body: {
      display_name: "Marketing",
      enabled: true,
      config: { site_id: "site-1", api_key: "api-key-1" },
      send_events: true,
      event_filter: { events: ["_all"] },
      property_mappings: { event_properties: ["price"] },
      ...more,
    },
  });
  expect(status).toBe(201);
  return body;
}

async function runPipeline(): Promise<Body> {
  const { POST } = await import("@/app/api/pipeline/run/route");
  const { status, body } = await call(POST, "POST", { token, query: "?seconds=20" });
  expect(status).toBe(200);
  return body;
}

const summary = async (query: string, authorization: string | null = basic) => {
  const { GET } = await import("@/app/api/2/event-streaming/delivery-metrics-summary/route");
  return call(GET, "GET", { query, headers: authorization === null ? {} : { authorization } });
};

describe("health", () => {
  test("is 503 until a worker was seen or a scheduler has driven a turn, then 200", async () => {
    const { GET } = await import("@/app/api/health/route");
    const before = await call(GET, "GET");
    expect(before.status).toBe(503);
    expect(before.body["problems"]).toMatchObject([{ code: "worker_missing" }]);
    await runPipeline();
    const after = await until("health looks anew", async () => {
      const answer = await call(GET, "GET");
      return answer.status === 200 && answer;
    });
    expect(after.body).toMatchObject({ status: "ok", worker: { ok: true }, problems: [] });
    const ready = await import("@/app/api/ready/route");
    expect((await call(ready.GET, "GET")).body).toEqual({ status: "ready", problems: [] });
    const live = await import("@/app/api/live/route");
    expect((await call(live.GET, "GET")).body).toEqual({ status: "live" });
  });
});

describe("from ingestion to the record", () => {
  test("POST /api/pipeline/run delivers what is there, and every call tells of it alike", async () => {
    const destination = await makeDestination();
    const id = destination["id"];
    await ingest(database.url, projectId, [
      { event_type: "Purchase", user_id: "ada", event_properties: { price: 12 } },
      { event_type: "Purchase", user_id: "bob", event_properties: { price: 7 } },
      { event_type: "Purchase", device_id: "phone-1" },
    ]);
    expect(await runPipeline()).toMatchObject({ events: 3 });

    const list = async (query = "", more: Call = {}) => {
      const { GET } = await inDestination.deliveries();
      return (await call(GET, "GET", { token, params: params(id), query, ...more })).body;
    };
    const all = await list();
    expect(all["data"]).toHaveLength(3);
    expect(all).toMatchObject({ object: "list", next_cursor: null, has_more: false });
    const one = { event_type: "Purchase", destination_id: id, object: "delivery" };
    expect(await list("?status=discarded")).toMatchObject({
      data: [{ ...one, status: "discarded", reason: "missing_identifier", identifier: null }],
    });
    expect(await list("?user=ada")).toMatchObject({
      data: [{ ...one, status: "delivered", user_id: "ada", identifier_kind: "id" }],
    });
    expect((await list("?user=nobody"))["data"]).toEqual([]);
    expect((await list("?event_type=Other"))["data"]).toEqual([]);
    expect((await list("?reason=missing_identifier"))["data"]).toHaveLength(1);
    expect((await list("?since=2020-01-01T00:00:00Z&status=delivered"))["data"]).toHaveLength(2);
    expect((await list("?until=2020-01-01T00:00:00Z"))["data"]).toEqual([]);

    const first = await list("?limit=2");
    const second = await list(`?limit=2&cursor=${String(first["next_cursor"])}`);
    const ids = [...entries(first["data"]), ...entries(second["data"])].map((row) => row["id"]);
    expect(new Set(ids).size).toBe(3);

    expect((await summary(`?sync_id=${String(id)}&time_period=ONE_HOUR`)).body).toMatchObject({
      timePeriod: "ONE_HOUR",
      eventsDelivered: 2,
      eventsNotDelivered: 1,
      deliveryRate: 2 / 3,
      successOnFirstAttempt: 2,
      successAfterRetry: 0,
      eventsExpired: 0,
      eventsDiscarded: 1,
      timePeriodEnd: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:00\.000000$/),
      latencyInSeconds: expect.any(Number),
    });
  });

  test("what was discarded is sent again once the settings are mended, and the sums still agree", async () => {
    const { id } = await makeDestination({ display_name: "Mend" });
    await ingest(database.url, projectId, [
      { event_type: "Visit", device_id: "browser-1" },
      { event_type: "Visit", device_id: "browser-2" },
    ]);
    await runPipeline();
    const { PATCH } = await import("@/app/v1/projects/[project_id]/destinations/[id]/route");
    const body = { property_mappings: { identifier: "device_id" } };
    await call(PATCH, "PATCH", { token, params: params(id), body });
    const { POST } = await inDestination.redeliver();
    const redeliver = (wanted: object) =>
      call(POST, "POST", { token, params: params(id), body: wanted });
    const queued = await redeliver({ filter: { reason: "missing_identifier" } });
    expect(queued).toMatchObject({
      status: 202,
      body: { queued: 2, skipped: 0, remaining: false },
    });
    expect((await redeliver({ filter: {} })).body).toMatchObject({ queued: 0 });
    const { syncStatus } = await import("@/lib/admin/syncs/sync-status");
    const status = async () => syncStatus(await system(), { id: Number(id) });
    expect(await status()).toMatchObject({ read: 2, parked: 2, discarded: 0 });
    await runPipeline();
    expect(await status()).toMatchObject({
      read: 2,
      parked: 0,
      discarded: 0,
      delivered: 2,
      lag: 0,
    });
    expect((await redeliver({ filter: {} })).body).toMatchObject({ queued: 0 });
  });

  test("a redelivery needs ids or a filter, and an enabled destination", async () => {
    const { id } = await makeDestination({ display_name: "Off", enabled: false });
    const { POST } = await inDestination.redeliver();
    const status = async (body: object) =>
      (await call(POST, "POST", { token, params: params(id), body })).status;
    expect(await status({})).toBe(400);
    expect(await status({ ids: ["1"], filter: {} })).toBe(400);
    expect(await status({ filter: {} })).toBe(409);
  });
});

describe("test", () => {
  const run = async (id: unknown, body?: object) => {
    const { POST } = await inDestination.test();
    return (await call(POST, "POST", { token, params: params(id), body })).body;
  };

  test("says whether the credentials are good, in which region, and shows an example", async () => {
    const { id } = await makeDestination({ display_name: "T", enabled: false });
    expect(await run(id)).toMatchObject({
      ok: true,
      detail: expect.stringContaining("region US"),
      example_payload: { outcome: "ready", requests: [{ method: "POST", path: "/api/v2/batch" }] },
    });
    const wrongRegion = { config: { site_id: "site-1", api_key: "api-key-1", region: "eu" } };
    const eu = await makeDestination({ display_name: "EU", enabled: false, ...wrongRegion });
    expect(await run(eu["id"])).toMatchObject({
      ok: false,
      detail: expect.stringContaining("US region"),
    });
    const wrongKey = { config: { site_id: "site-1", api_key: "not-the-key" } };
    const bad = await makeDestination({ display_name: "Bad", enabled: false, ...wrongKey });
    expect(await run(bad["id"])).toMatchObject({ ok: false });
    const bare = await makeDestination({ display_name: "Bare", enabled: false, config: {} });
    expect(await run(bare["id"])).toMatchObject({
      ok: false,
      detail: expect.stringContaining("Site ID"),
    });
  });

  test("is remembered until other credentials are entered", async () => {
    const { GET, PATCH } = await import("@/app/v1/projects/[project_id]/destinations/[id]/route");
    const wrong = { config: { site_id: "site-1", api_key: "not-the-key" } };
    const { id, credential_status } = await makeDestination({ enabled: false, ...wrong });
    const status = async () =>
      (await call(GET, "GET", { token, params: params(id) })).body["credential_status"];
    const save = (config: object) =>
      call(PATCH, "PATCH", { token, params: params(id), body: { config } });
    expect(credential_status).toBe("unchecked");
    await run(id);
    expect(await status()).toBe("refused");
    await save({ delivery_mode: "single" });
    expect(await status()).toBe("refused");
    await save({ api_key: "api-key-1" });
    expect(await status()).toBe("unchecked");
    await run(id);
    expect(await status()).toBe("connected");
    await save({ region: "eu" });
    expect(await status()).toBe("unchecked");
    await run(id);
    expect(await status()).toBe("refused");
  });

  test("credentials that the form holds unsaved say nothing of the stored ones", async () => {
    const { testSyncConnection } = await import("@/lib/admin/syncs/test/test-sync-connection");
    const { GET } = await import("@/app/v1/projects/[project_id]/destinations/[id]/route");
    const { id } = await makeDestination({ enabled: false });
    const secrets = { api_key: "not-the-key" };
    await testSyncConnection(await system(), { id: Number(id), secrets });
    const { body } = await call(GET, "GET", { token, params: params(id) });
    expect(body["credential_status"]).toBe("unchecked");
  });

  test("with an event shows what would be sent, and sends nothing", async () => {
    const { id } = await makeDestination({ display_name: "P", enabled: false });
    const sent = () => sandbox.workspace().stats.byStatus.get("200") ?? 0;
    const before = sent();
    const event = {
      event_type: "Purchase",
      user_id: "eve@example.com",
      event_properties: { price: 3, x: 1 },
    };
    const shown = await run(id, { test_event_payload: JSON.stringify(event) });
    expect(shown).toMatchObject({
      ok: true,
      example_payload: {
        identifier: { kind: "email", value: "eve@example.com" },
        requests: [
          {
            body: {
              batch: [
                {
                  type: "person",
                  action: "event",
                  identifiers: { email: "eve@example.com" },
                  name: "Purchase",
                  attributes: { price: 3 },
                },
              ],
            },
          },
        ],
      },
    });
    expect(sent()).toBe(before);
    const anonymous = await run(id, {
      test_event_payload: '{"event_type":"A","device_id":"phone"}',
    });
    expect(anonymous).toMatchObject({ ok: false, detail: expect.stringContaining("discarded") });
  });

  test.each(["", "{", "[]", '{"user_id":"u"}', '{"event_type":"A","user_id":"u"}'])(
    "the event %j is refused with its field",
    async (payload) => {
      const { id } = await makeDestination({ display_name: "R", enabled: false });
      const answer = await run(id, { test_event_payload: payload });
      expect(answer).toMatchObject({ status: 400, error_code: "invalid_input" });
    },
  );
});

describe("delivery-metrics-summary", () => {
  test("is 401 without the project's two keys, and challenges for Basic", async () => {
    const { id } = await makeDestination({ enabled: false });
    const query = `?sync_id=${String(id)}&time_period=ONE_DAY`;
    const wrong = [
      null,
      "Basic",
      `Basic ${Buffer.from("a:b").toString("base64")}`,
      `Bearer ${token}`,
    ];
    for (const authorization of wrong) {
      const answer = await summary(query, authorization);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Basic");
    }
  });

  test("takes Amplitude's own example, whose plus is not encoded, and forgets after 90 days as Amplitude", async () => {
    const { id } = await makeDestination({ enabled: false });
    const at = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const custom = (start: string, end: string) =>
      summary(`?sync_id=${String(id)}&time_period=CUSTOM&start=${start}&end=${end}`);
    const day = at(2).slice(0, 10);
    const own = await custom(`${day}T08:00+01:00`, `${day}T09:00+0100`);
    expect(own).toMatchObject({
      status: 200,
      body: { timePeriodStart: `${day} 07:00:00.000000`, timePeriodEnd: `${day} 08:00:00.000000` },
    });
    const old = await custom(at(91), at(90));
    expect(old).toMatchObject({ status: 500, body: { error_code: "outside_retention" } });
    expect((await custom(at(89), at(88))).status).toBe(200);
  });

  test("is 400 for a bad period or time, 403 for a sync of another project", async () => {
    const { createProject } = await import("@/lib/admin/projects/create-project");
    const { createSync } = await import("@/lib/admin/syncs/create-sync");
    const other = await createProject(await system(), { name: "Other" });
    const foreign = await createSync(await system(), { projectId: other.id, name: "x" });
    const status = async (query: string) => (await summary(query)).status;
    expect(await status(`?sync_id=${foreign.id}&time_period=ONE_DAY`)).toBe(403);
    expect(await status("?sync_id=1&time_period=ONE_DAY")).toBe(403);
    expect(await status("?sync_id=1&time_period=A_DAY")).toBe(400);
    expect(await status("?time_period=ONE_DAY")).toBe(400);
    expect(await status("?sync_id=1&time_period=CUSTOM")).toBe(400);
    const range = "start=2026-01-01T10:00Z&end=2026-01-01T10:05Z";
    expect(await status(`?sync_id=1&time_period=CUSTOM&${range}`)).toBe(400);
  });

  test("is 429 after 12 calls of one project in a minute", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 13; n++) statuses.push((await summary("?sync_id=1&time_period=X")).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("metrics", () => {
  const scrape = async (authorization?: string) => {
    const { GET } = await import("@/app/metrics/route");
    const headers = authorization === undefined ? {} : { authorization };
    return call(GET, "GET", { headers });
  };

  test("are for who has the token", async () => {
    expect((await scrape()).status).toBe(401);
    expect((await scrape("Bearer nope")).status).toBe(401);
    const answer = await scrape("Bearer metrics-token");
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    const text = String(answer.body["text"]);
    expect(text).toMatch(/tributary_ingested_events_total\{.*outcome="accepted"\} \d+/);
    expect(text).toMatch(/tributary_sync_events_total\{.*outcome="delivered",reason=""\} 2/);
    expect(text).toMatch(/tributary_workers \d/);
    expect(text).not.toContain("api-key-1");
  });

  test("are open to this machine also while there is a token", async () => {
    const { markPeer } = await import("@/lib/platform/peer");
    const { NO_PROXIES } = await import("@/lib/platform/trusted-proxies");
    const { GET } = await import("@/app/metrics/route");
    const req = { socket: { remoteAddress: "127.0.0.1" }, headers: { host: "localhost:3000" } };
    markPeer(req as unknown as IncomingMessage, NO_PROXIES);
    expect((await call(GET, "GET", { headers: req.headers })).status).toBe(200);
    const wrong = { ...req.headers, authorization: "Bearer nope" };
    expect((await call(GET, "GET", { headers: wrong })).status).toBe(401);
  });

  test("never fall: not when events are sent again, not when old minutes are folded", async () => {
    const { id } = await makeDestination({ display_name: "Grow" });
    await ingest(database.url, projectId, [
      { event_type: "Visit", device_id: "grow-1" },
      { event_type: "Visit", device_id: "grow-2" },
    ]);
    await runPipeline();
    const discarded = `tributary_sync_events_total{sync="${String(id)}",outcome="discarded",reason="missing_identifier"} 2`;
    const read = async () => String((await scrape("Bearer metrics-token")).body["text"]);
    expect(await read()).toContain(discarded);
    const ingestedBefore = /tributary_ingested.*/.exec(await read())?.[0];

    const { POST } = await inDestination.redeliver();
    const again = await call(POST, "POST", { token, params: params(id), body: { filter: {} } });
    expect(again.body).toMatchObject({ queued: 2 });
    expect(await read()).toContain(discarded);
    await runPipeline();
    expect(await read()).toContain(discarded.replace(/2$/, "4"));

    const pool = createPool(database.url, 1, "test");
    const client = await pool.connect();
    await foldOldMinutes(client, "2999-01-01");
    client.release();
    await pool.end();
    expect(await read()).toContain(discarded.replace(/2$/, "4"));
    expect(await read()).toContain(ingestedBefore);
    const { sourcesStatus } = await import("@/lib/admin/sources/sources-status");
    const sources = await sourcesStatus(await system(), { projectId });
    expect(sources.every(({ lastSeen }) => lastSeen === null)).toBe(true);
  });
});

describe("the rest", () => {
  test.each(["GET", "POST", "PUT", "PATCH", "DELETE"] as const)(
    "%s where nothing is, is a 404 that is problem+json",
    async (method) => {
      for (const route of [
        await import("@/app/v1/[[...rest]]/route"),
        await import("@/app/api/[...rest]/route"),
      ]) {
        const answer = await call(route[method], method);
        expect(answer.status).toBe(404);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
        expect(answer.body).toMatchObject({ error_code: "not_found", instance: "/v1/somewhere" });
      }
    },
  );

  test("a method that an address does not take is a 405 that says which it takes", async () => {
    const { PUT, OPTIONS } = await destinations();
    const answer = await call(PUT, "PUT", { params: { project_id: String(projectId) } });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    expect(answer.body).toMatchObject({
      error_code: "method_not_allowed",
      detail: expect.stringContaining("GET, POST"),
    });
    expect((await call(OPTIONS, "OPTIONS")).status).toBe(204);
  });

  test("destination types declare their parameters; an unknown one is 404", async () => {
    const types = await import("@/app/v1/destination-types/route");
    const one = await import("@/app/v1/destination-types/[partner]/route");
    const list = await call(types.GET, "GET", { token });
    expect(entries(list.body["data"])[0]).toMatchObject({ partner: "customerio" });
    const known = await call(one.GET, "GET", { token, params: { partner: "customerio" } });
    expect(known.body["parameters"]).toContainEqual(
      expect.objectContaining({ id: "api_key", kind: "secret", required: true, write_only: true }),
    );
    const unknown = await call(one.GET, "GET", { token, params: { partner: "braze" } });
    expect(unknown.status).toBe(404);
  });

  test("projects are listed with their ingestion key and without the secret one", async () => {
    const { GET } = await import("@/app/v1/projects/route");
    const { body } = await call(GET, "GET", { token });
    expect(entries(body["data"])[0]).toMatchObject({ id: String(projectId), object: "project" });
    expect(JSON.stringify(body)).not.toMatch(/secret/i);
    const reader = await makeToken("destinations:read");
    expect((await call(GET, "GET", { token: reader })).status).toBe(403);
  });

  test("running the pipeline needs its own scope, and a sane number of seconds", async () => {
    const { POST } = await import("@/app/api/pipeline/run/route");
    const writer = await makeToken("destinations:write");
    expect((await call(POST, "POST", { token: writer })).status).toBe(403);
    expect((await call(POST, "POST", { token, query: "?seconds=0" })).status).toBe(400);
    expect((await call(POST, "POST", { token, query: "?seconds=abc" })).status).toBe(400);
  });
});

const entries = (list: Body | undefined): readonly Body[] => (Array.isArray(list) ? list : []);
