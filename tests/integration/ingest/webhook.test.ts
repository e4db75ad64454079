import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "@/lib/admin/verb/context";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { call, makeToken, startApi, system } from "@/tests/integration/api/api";
import type { TestDatabase } from "@/tests/support/database";
import { until } from "@/tests/support/until";
import { send as sendTo } from "@/tests/unit/engine/ingest/make-ingest";

// Amplitude's Webhook destination, from the making of its source to the rows, the duplicates and the debugger.

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let ingestion: Ingestion;
let ctx: Context;

beforeAll(async () => {
  database = await startApi({ PUBLIC_URL: "https://events.example.com" });
  pool = createPool(database.url, 4, "test-webhook");
  ingestion = createIngestion(pool);
  ctx = await system();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

async function makeSource() {
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { createSource } = await import("@/lib/admin/sources/create-source");
  const project = await createProject(ctx, { name: "Shop" });
  const made = await createSource(ctx, { projectId: project.id, kind: "amplitude_webhook" });
  const path = new URL(made.source.url).pathname;
  const bring = (secret: string, ...rows: readonly object[]) =>
    sendTo(ingestion, {
      path,
      headers: { "x-tributary-secret": secret },
      body: JSON.stringify(rows),
    });
  const upload = (...events: readonly object[]) =>
    sendTo(ingestion, { body: JSON.stringify({ api_key: project.apiKey, events }) });
  return { project, path, bring, upload, ...made };
}

const row = (changes: object = {}) => ({
  $insert_id: "i-1",
  event_type: "Song Played",
  event_time: "2026-11-01 20:07:01.795000",
  user_id: "ann@example.com",
  device_id: "device-1",
  user_properties: { plan: "pro", plays: "7" },
  ...changes,
});

const storedIn = async (projectId: number) =>
  (
    await pool.query(
      `SELECT source, event_type, user_changes FROM events WHERE project_id = $1 ORDER BY "offset"`,
      [projectId],
    )
  ).rows;

test("a source is made over the API, with its URL and, once, its secret; listed without, deleted", async () => {
  const { project } = await makeSource();
  const [token, reader] = await Promise.all([makeToken("full"), makeToken("projects:read")]);
  const params = { project_id: String(project.id) };
  const { GET, POST } = await import("@/app/v1/projects/[project_id]/sources/route");
  const body = { kind: "amplitude_webhook" };
  expect((await call(POST, "POST", { token: reader, params, body })).status).toBe(403);
  const made = await call(POST, "POST", { token, params, body });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    object: "source",
    kind: "amplitude_webhook",
    url: expect.stringMatching(/^https:\/\/events\.example\.com\/hooks\/amplitude\/[0-9a-f]{32}$/),
    secret: expect.stringMatching(/^[\w-]{43}$/),
  });
  const list = async () => (await call(GET, "GET", { token: reader, params })).body["data"];
  const listed = await list();
  expect(listed).toHaveLength(2);
  expect(JSON.stringify(listed)).not.toContain(String(made.body["secret"]));
  const { DELETE } = await import("@/app/v1/projects/[project_id]/sources/[id]/route");
  const id = String(made.body["id"]);
  const remove = () => call(DELETE, "DELETE", { token, params: { ...params, id } });
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
  expect(await list()).toHaveLength(1);
});

test("another kind is refused by name", async () => {
  const { project } = await makeSource();
  const { POST } = await import("@/app/v1/projects/[project_id]/sources/route");
  const options = { token: await makeToken("full"), params: { project_id: String(project.id) } };
  const { status, body } = await call(POST, "POST", { ...options, body: { kind: "kafka" } });
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("amplitude_webhook");
});

test("what it brings is stored when it is answered, and a user's state changes only what differs", async () => {
  const { project, secret, bring, upload } = await makeSource();
  await upload({ event_type: "Before", user_id: "ann@example.com", user_properties: { plays: 7 } });
  expect((await bring(secret, row())).json).toMatchObject({ events_ingested: 1, unread: [] });
  await bring(secret, row({ $insert_id: "i-2" }));
  expect(await storedIn(project.id)).toEqual([
    { source: "http_v2", event_type: "Before", user_changes: '{"plays":7}' },
    { source: "amplitude_webhook", event_type: "Song Played", user_changes: '{"plan":"pro"}' },
    { source: "amplitude_webhook", event_type: "Song Played", user_changes: "{}" },
  ]);
});

describe("what the project's SDKs send here as well is there once, whichever comes first", () => {
  const sent = { event_type: "Song Played", insert_id: "i-1", user_id: "ann@example.com" };
  test.each([
    ["a device that sent it", { ...sent, device_id: "device-1" }, row()],
    ["a user alone, for whom Amplitude makes up a device", sent, row({ device_id: "made-up" })],
  ])("%s", async (_, direct, brought) => {
    const first = await makeSource();
    await first.upload(direct);
    expect((await first.bring(first.secret, brought)).json).toMatchObject({ events_ingested: 0 });
    const second = await makeSource();
    await second.bring(second.secret, brought, brought);
    expect((await second.upload(direct)).json).toMatchObject({ events_ingested: 0 });
    for (const { project } of [first, second]) expect(await storedIn(project.id)).toHaveLength(1);
  });
});

test("a replaced secret is refused, and the debugger shows that and what could not be read", async () => {
  const { project, path, source, secret, bring } = await makeSource();
  const { replaceSourceSecret } = await import("@/lib/admin/sources/replace-source-secret");
  const { rejectedUploads } = await import("@/lib/admin/sources/rejected-uploads");
  const { sourcesStatus } = await import("@/lib/admin/sources/sources-status");
  const target = { projectId: project.id, id: source.id };
  const replaced = await replaceSourceSecret(ctx, target);
  expect(replaced.source).toEqual({ ...source, lastFour: replaced.secret.slice(-4) });
  expect((await bring(secret, row())).status).toBe(401);
  expect((await bring(replaced.secret, row(), row({ event_time: "soon" }))).status).toBe(200);
  await ingestion.flush();
  const faults = await until("both faults", async () => {
    const { ofProject } = await rejectedUploads(ctx, { projectId: project.id });
    return ofProject.length === 2 && ofProject;
  });
  expect(faults).toContainEqual(expect.objectContaining({ reason: "wrong_secret" }));
  expect(faults).toContainEqual(expect.objectContaining({ field: "event_time", value: '"soon"' }));
  const status = await sourcesStatus(ctx, { projectId: project.id });
  expect(status.find((one) => one.source === "amplitude_webhook")?.lastDay).toEqual({
    requests: 2,
    accepted: 1,
    duplicate: 0,
    rejected: 1,
  });
  const { POST } = await import("@/app/hooks/[...path]/route");
  const headers = { "x-tributary-secret": replaced.secret };
  const body = JSON.stringify(row({ $insert_id: "by-next" }));
  const request = new Request(`http://localhost${path}`, { method: "POST", headers, body });
  expect((await POST(request)).status).toBe(200);
});
