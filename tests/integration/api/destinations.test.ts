import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TestDatabase } from "@/tests/support/database";
import { type Call, call, makeToken, startApi, system } from "./api";

type Route = typeof import("@/app/v1/projects/[project_id]/destinations/[id]/route");
type ListRoute = typeof import("@/app/v1/projects/[project_id]/destinations/route");

let database: TestDatabase;
let one: Route;
let many: ListRoute;
let token: string;
let projectId: string;

beforeAll(async () => {
  database = await startApi();
  one = await import("@/app/v1/projects/[project_id]/destinations/[id]/route");
  many = await import("@/app/v1/projects/[project_id]/destinations/route");
  token = await makeToken("full");
});
beforeEach(async () => {
  projectId = await makeProject();
});
afterAll(() => database.close());

async function makeProject(): Promise<string> {
  const { createProject } = await import("@/lib/admin/projects/create-project");
  return String((await createProject(await system(), { name: "Shop" })).id);
}

const documented = {
  partner: "customerio",
  display_name: "Marketing",
  enabled: true,
  config: {
    site_id: "site-1",
    api_key: "very-secret-key",
    region: "us",
    delivery_mode: "batch",
    identifier_type: "auto",
  },
  send_users: true,
  send_events: true,
  event_filter: {
    events: ["Song Played", "Purchase"],
    property_filters: {
      Purchase: [
        { property: "ep:price", op: "greater", values: ["10"] },
        { property: "gp:plan", op: "is", values: ["pro", "team"] },
      ],
    },
  },
  property_mappings: {
    identifier: "user_id",
    fallback_identifiers: ["gp:crm_id", "device_id"],
    event_properties: ["price", "sku"],
    user_properties: ["plan", "email"],
  },
};

const create = (body: unknown = documented, query = "") =>
  call(many.POST, "POST", { token, params: { project_id: projectId }, body, query });
const at = (id: unknown, project = projectId) => ({ project_id: project, id: String(id) });
const get = (id: unknown) => call(one.GET, "GET", { token, params: at(id) });
const patch = (id: unknown, body: unknown, more: Call = {}) =>
  call(one.PATCH, "PATCH", { token, params: at(id), body, ...more });

describe("a destination", () => {
  test("comes back as it was documented, without its API key", async () => {
    const made = await create();
    expect(made.status).toBe(201);
    expect(made.headers.get("etag")).toBe('"1"');
    expect(made.headers.get("location")).toBe(
      `/v1/projects/${projectId}/destinations/${made.body["id"]}`,
    );
    const { api_key: _secret, ...config } = documented.config;
    expect(made.body).toMatchObject({
      ...documented,
      config: { ...config, requests_per_second: 100 },
      object: "destination",
      project_id: projectId,
      kind: ["event", "identify"],
      credential_status: "unchecked",
      state: "enabled",
      problem: null,
      paused: false,
      paused_because: null,
      version: 1,
    });
    expect(made.body["config"]).not.toHaveProperty("api_key");
    const read = await get(made.body["id"]);
    expect(read.body).toEqual(made.body);
    expect(JSON.stringify(read.body)).not.toContain("very-secret-key");
  });

  test("needs nothing but a name, and is disconnected until it has credentials", async () => {
    const { body } = await create({ display_name: "Bare" });
    expect(body).toMatchObject({
      enabled: false,
      credential_status: "disconnected",
      event_filter: null,
      send_events: false,
    });
  });

  test("takes several rows of one event as a list of lists, and gives them back", async () => {
    const event_filter = {
      events: ["_all", "Purchase"],
      property_filters: {
        Purchase: [
          [{ property: "ep:price", op: "less", values: ["1"] }],
          [{ property: "gp:plan", op: "is", values: ["pro"] }],
        ],
      },
    };
    const { body } = await create({ display_name: "Rows", event_filter });
    expect(body["event_filter"]).toEqual(event_filter);
  });

  test("is paused while its destination is unwell, and says why", async () => {
    const { body } = await create();
    const { db } = await system();
    const since = new Date("2026-01-02T03:04:05Z");
    const trouble = { reason: "credentials_refused", message: "401", since, owner: "w" };
    await db.breaker.create({ data: { syncId: Number(body["id"]), ...trouble } });
    expect((await get(body["id"])).body).toMatchObject({
      enabled: true,
      state: "paused",
      problem: { title: "Credentials refused", message: "401", since: since.toISOString() },
      paused: true,
      paused_because: { reason: "credentials_refused", message: "401", since: since.toISOString() },
      credential_status: "refused",
    });
    await patch(body["id"], { enabled: false });
    expect((await get(body["id"])).body).toMatchObject({ paused: false, paused_because: null });
  });

  test("sends what it missed only when it is enabled in the same call", async () => {
    const { body } = await create();
    const answer = await patch(body["id"], { send_missed: true });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer.body)).toEqual(["send_missed"]);
    expect((await patch(body["id"], { send_missed: true, enabled: false })).status).toBe(400);
    expect((await patch(body["id"], { send_missed: true, enabled: true })).status).toBe(200);
  });

  test("changes only what a PATCH names; null empties the filter", async () => {
    const { body } = await create();
    const changed = await patch(body["id"], { event_filter: null, config: { region: "eu" } });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      version: 2,
      event_filter: null,
      display_name: "Marketing",
      config: { region: "eu", site_id: "site-1" },
      property_mappings: documented.property_mappings,
      enabled: true,
    });
  });

  test("is gone after DELETE", async () => {
    const { body } = await create();
    const params = at(body["id"]);
    expect((await call(one.DELETE, "DELETE", { token, params })).status).toBe(204);
    expect((await get(body["id"])).status).toBe(404);
  });
});

describe("If-Match", () => {
  test.each(["1", '"1"', 'W/"1"', "*"])("%s matches version 1", async (header) => {
    const { body } = await create();
    const answer = await patch(
      body["id"],
      { display_name: "x" },
      { headers: { "if-match": header } },
    );
    expect(answer.status).toBe(200);
  });

  test("of another version is 412 and tells the present one", async () => {
    const { body } = await create();
    await patch(body["id"], { display_name: "theirs" });
    const answer = await patch(
      body["id"],
      { display_name: "mine" },
      { headers: { "if-match": '"1"' } },
    );
    expect(answer.status).toBe(412);
    expect(answer.body).toMatchObject({
      error_code: "version_mismatch",
      current_version: 2,
      retryable: false,
    });
    const gone = await call(one.DELETE, "DELETE", {
      token,
      params: at(body["id"]),
      headers: { "if-match": '"1"' },
    });
    expect(gone.status).toBe(412);
  });

  test("that is no version is 400", async () => {
    const { body } = await create();
    const answer = await patch(body["id"], {}, { headers: { "if-match": '"abc"' } });
    expect(answer.status).toBe(400);
  });
});

describe("dry_run", () => {
  test("of a create answers a plan and makes nothing", async () => {
    const plan = await create(documented, "?dry_run=true");
    expect(plan.status).toBe(200);
    expect(plan.body).toMatchObject({
      action: "create",
      dry_run: true,
      diff: {
        display_name: { from: "", to: "Marketing" },
        "config.api_key": { to: "(changed)" },
        event_filter: { from: null, to: documented.event_filter },
        send_events: { from: false, to: true },
      },
    });
    expect(JSON.stringify(plan.body)).not.toContain("very-secret-key");
    const list = await call(many.GET, "GET", { token, params: { project_id: projectId } });
    expect(list.body["data"]).toEqual([]);
  });

  test("of an update answers update or noop, with warnings, and changes nothing", async () => {
    const { body } = await create();
    const plan = await patch(body["id"], { event_filter: null }, { query: "?dry_run=true" });
    expect(plan.body).toMatchObject({ action: "update", diff: { event_filter: { to: null } } });
    expect(JSON.stringify(plan.body["warnings"])).toContain("no events are selected");
    const noop = await patch(body["id"], { enabled: true }, { query: "?dry_run=true" });
    expect(noop.body).toMatchObject({ action: "noop", diff: {} });
    expect((await get(body["id"])).body["version"]).toBe(1);
  });
});

describe("errors are problem+json", () => {
  test("with type, title, status, detail, instance, code and the bad fields in the body's words", async () => {
    const { headers, body } = await create({
      display_name: "",
      config: { region: "mars", colour: "red" },
      property_mappings: { identifier: "email" },
    });
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      type: "urn:tributary:problem:invalid-input",
      title: "Invalid input",
      status: 400,
      instance: "/v1/somewhere",
      error_code: "invalid_input",
      retryable: false,
    });
    expect(fieldsOf(body)).toEqual(["display_name"]);
    const second = await create({
      display_name: "x",
      config: { region: "mars", colour: "red" },
      property_mappings: { identifier: "email" },
    });
    expect(fieldsOf(second.body)).toEqual([
      "config.colour",
      "config.region",
      "property_mappings.identifier",
    ]);
  });

  test("enabling without credentials names both parameters", async () => {
    const { status, body } = await create({ display_name: "x", enabled: true });
    expect(status).toBe(400);
    expect(fieldsOf(body)).toEqual(["config.api_key", "config.site_id"]);
  });

  test.each([
    [{ display_name: "x", colour: "red" }, "colour"],
    [
      { display_name: "x", event_filter: { events: [], property_filters: {} } },
      "event_filter.events",
    ],
    [{ display_name: "x", event_filter: { events: ["A"], filters: {} } }, "event_filter.filters"],
    [
      { display_name: "x", event_filter: { events: ["A"], property_filters: { B: [] } } },
      "event_filter.property_filters.B",
    ],
    [
      {
        display_name: "x",
        event_filter: {
          events: ["A"],
          property_filters: { A: [{ property: "ep:x", op: "equals", values: ["1"] }] },
        },
      },
      "event_filter.property_filters.A.0.op",
    ],
    [
      {
        display_name: "x",
        event_filter: {
          events: ["A"],
          property_filters: { A: [{ property: "price", op: "is", values: ["1"] }] },
        },
      },
      undefined,
    ],
    [{ display_name: "x", partner: "braze" }, "partner"],
    [{ display_name: "x", event_filter: { events: ["_identify"] } }, "event_filter.events"],
    [
      { display_name: "x", property_mappings: { user_properties: ["cio_id"] } },
      "property_mappings.user_properties",
    ],
  ])("%j names %s", async (body, field) => {
    const answer = await create(body);
    if (field === undefined) return expect(answer.status).toBe(201);
    expect(answer.status).toBe(400);
    return expect(fieldsOf(answer.body)).toEqual([field]);
  });

  test("a body that is no JSON, or no object, is 400; one that is too large 413", async () => {
    expect((await create("{")).body).toMatchObject({ status: 400, error_code: "invalid_input" });
    expect((await create("[]")).status).toBe(400);
    expect((await create(`"${"x".repeat(1_000_001)}"`)).status).toBe(413);
  });

  test("a query parameter that is misspelt is refused, not ignored", async () => {
    const answer = await create(documented, "?dryrun=true");
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer.body)).toEqual(["dryrun"]);
  });
});

describe("lists", () => {
  test("page by cursor, filter, and say how to go on", async () => {
    for (const display_name of ["One", "Two", "Three"]) await create({ display_name });
    const params = { project_id: projectId };
    const list = (query: string) => call(many.GET, "GET", { token, params, query });
    const first = await list("?limit=2");
    expect(first.body).toMatchObject({ object: "list", has_more: true });
    const second = await list(`?limit=2&cursor=${first.body["next_cursor"]}`);
    expect(second.body).toMatchObject({
      data: [{ display_name: "Three" }],
      has_more: false,
      next_cursor: null,
    });
    expect((await list("?q=tw")).body["data"]).toHaveLength(1);
    expect((await list("?enabled=true")).body["data"]).toHaveLength(0);
    expect((await list("?kind=cohort")).body["data"]).toHaveLength(0);
    expect((await list("?limit=201")).status).toBe(400);
    expect((await list("?cursor=abc")).status).toBe(400);
  });
});

describe("access", () => {
  test("no token, a wrong one and a revoked one are 401 with a challenge", async () => {
    const { body } = await create();
    for (const wrong of [undefined, "trib_nope"]) {
      const answer = await call(one.GET, "GET", { token: wrong, params: at(body["id"]) });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  test("a token without the scope is 403, whether or not the destination exists", async () => {
    const { body } = await create();
    const reader = await makeToken("destinations:read");
    const forbidden = async (id: unknown) =>
      (await patch(id, { display_name: "x" }, { token: reader })).status;
    expect([await forbidden(body["id"]), await forbidden(1)]).toEqual([403, 403]);
    const runner = await makeToken("pipeline:run");
    expect((await call(one.GET, "GET", { token: runner, params: at(body["id"]) })).status).toBe(
      403,
    );
  });

  test("through another project a destination is 404 for every verb", async () => {
    const { body } = await create();
    const params = at(body["id"], await makeProject());
    const rename = { display_name: "x" };
    const answers = [
      await call(one.GET, "GET", { token, params }),
      await call(one.PATCH, "PATCH", { token, params, body: rename }),
      await call(one.PATCH, "PATCH", { token, params, body: rename, query: "?dry_run=true" }),
      await call(one.DELETE, "DELETE", { token, params }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await get(body["id"])).body["version"]).toBe(1);
  });

  test("a writing token that cannot read is shown what it wrote", async () => {
    const writer = await makeToken("destinations:write");
    const params = { project_id: projectId };
    const body = { display_name: "x" };
    expect((await call(many.POST, "POST", { token: writer, params, body })).status).toBe(201);
  });

  test.each(["abc", "1e3", "-1", "99999999999999"])("the id %s is 404", async (id) => {
    expect((await get(id)).status).toBe(404);
  });
});

const fieldsOf = (body: { readonly [key: string]: unknown }): readonly string[] =>
  (body["validation_errors"] as { field: string }[]).map(({ field }) => field).sort();

describe("a call that is sent again under its Idempotency-Key", () => {
  const again = (key: string, body: unknown = documented, query = "") =>
    call(many.POST, "POST", {
      token,
      params: { project_id: projectId },
      body,
      query,
      headers: { "idempotency-key": key },
    });
  const count = async () =>
    (await system()).db.sync.count({ where: { projectId: Number(projectId) } });
  const newKey = () => randomUUID();

  test("is carried out once and answered alike, also when both come at once", async () => {
    const key = newKey();
    const first = await again(key);
    const second = await again(key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    const other = newKey();
    const both = await Promise.all([again(other), again(other)]);
    for (const { status } of both) expect([201, 409]).toContain(status);
    expect(await count()).toBe(2);
  });

  test("of a token does not answer another's", async () => {
    const key = newKey();
    await again(key);
    const theirs = await call(many.POST, "POST", {
      token: await makeToken("full"),
      params: { project_id: projectId },
      body: documented,
      headers: { "idempotency-key": key },
    });
    expect(theirs.headers.get("idempotent-replayed")).toBeNull();
    expect(await count()).toBe(2);
  });

  test("may be mended after it failed, and must not be another call after it succeeded", async () => {
    const key = newKey();
    expect((await again(key, { ...documented, display_name: "" })).status).toBe(400);
    expect((await again(key)).status).toBe(201);
    for (const answer of [
      await again(key, { ...documented, display_name: "Another" }),
      await again(key, documented, "?dry_run=true"),
      await again("with a blank"),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body["validation_errors"]).toMatchObject([{ field: "Idempotency-Key" }]);
    }
    expect(await count()).toBe(1);
  });

  test("is not carried out again when its process died before it was answered", async () => {
    const { db } = await system();
    const key = newKey();
    await again(key);
    await db.idempotencyKey.updateMany({ where: { key }, data: { answer: null } });
    expect((await again(key)).status).toBe(409);
    const begunAt = new Date(Date.now() - 11 * 60_000);
    await db.idempotencyKey.updateMany({ where: { key }, data: { begunAt } });
    expect((await again(key)).body).toMatchObject({ error_code: "outcome_unknown" });
    expect(await count()).toBe(1);
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    await db.idempotencyKey.updateMany({ where: { key }, data: { begunAt: longAgo } });
    expect((await again(key)).status).toBe(201);
  });

  test("is kept sealed", async () => {
    const { db } = await system();
    const key = newKey();
    await again(key);
    const { answer } = await db.idempotencyKey.findFirstOrThrow({ where: { key } });
    expect(Buffer.from(answer ?? []).toString("latin1")).not.toContain("display_name");
  });
});

test("a token that calls without end is told to wait, another one is not", async () => {
  const busy = await makeToken("full");
  const ask = (token: string) =>
    call(many.GET, "GET", { token, params: { project_id: projectId } });
  const asked = await Promise.all(Array.from({ length: 60 }, () => ask(busy)));
  const refused = asked.find(({ status }) => status === 429);
  expect(refused?.headers.get("retry-after")).toBe("60");
  expect((await ask(token)).status).toBe(200);
});
