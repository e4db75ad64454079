import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/kernel/json";
import { ingest } from "@/tests/integration/verbs/events";
import type { TestDatabase } from "@/tests/support/database";
import { type Call, call, makeToken, startApi, system } from "./api";

type Handler = Parameters<typeof call>[0];

let database: TestDatabase;
let token: string;
let projectId: number;
let destinationId: number;
let routes: Record<"list" | "one" | "preview" | "impact" | "waiting", Handler>;

beforeAll(async () => {
  database = await startApi();
  const [list, one, preview, impact, waiting] = await Promise.all([
    import("@/app/v1/projects/[project_id]/events/route"),
    import("@/app/v1/projects/[project_id]/events/[uuid]/route"),
    import("@/app/v1/projects/[project_id]/destinations/[id]/preview/route"),
    import("@/app/v1/projects/[project_id]/destinations/[id]/impact/route"),
    import("@/app/v1/projects/[project_id]/destinations/[id]/waiting/route"),
  ]);
  routes = {
    list: list.GET,
    one: one.GET,
    preview: preview.POST,
    impact: impact.POST,
    waiting: waiting.GET,
  };
  token = await makeToken("events:read", "destinations:read");
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { createSync } = await import("@/lib/admin/syncs/create-sync");
  const ctx = await system();
  projectId = (await createProject(ctx, { name: "Shop" })).id;
  const settings = {
    sendEvents: true,
    eventProperties: ["price", "sku"],
    eventRows: [
      { event: "Login" },
      { event: "Purchase", where: [{ property: "ep:price", op: "greater", values: ["10"] }] },
    ],
  };
  destinationId = (
    await createSync(ctx, {
      projectId,
      name: "Marketing",
      enabled: true,
      config: { site_id: "site-1" },
      secrets: { api_key: "key" },
      settings,
    })
  ).id;
  const buy = (price: number, more: JsonObject = {}): JsonObject => ({
    event_type: "Purchase",
    user_id: "ann",
    insert_id: `buy-${price}`,
    event_properties: { price },
    ...more,
  });
  await ingest(database.url, projectId, [
    buy(4),
    buy(20, { user_id: "bob", device_id: "phone-1" }),
    { event_type: "Login", user_id: "ann" },
  ]);
});
afterAll(() => database.close());

const ask = (route: keyof typeof routes, options: Call = {}) =>
  call(routes[route] as Handler, route === "preview" || route === "impact" ? "POST" : "GET", {
    token,
    ...options,
    params: {
      project_id: String(projectId),
      id: String(destinationId),
      ...options.params,
    },
  });

const offsets = async (query: string) => {
  const { status, body } = await ask("list", { query });
  expect([status, body]).toMatchObject([200, { object: "list" }]);
  return (body["data"] as unknown as { offset: number }[]).map(({ offset }) => offset);
};

const uuidOf = async (offset: number) => {
  const { body } = await ask("list", { query: "" });
  const rows = body["data"] as unknown as { offset: number; uuid: string }[];
  return rows.find((row) => row.offset === offset)?.uuid ?? "";
};

describe("the events of a project", () => {
  test("are listed newest first, page by page", async () => {
    const first = await ask("list", { query: "?limit=2" });
    expect(first.body).toMatchObject({
      data: [{ offset: 3 }, { offset: 2, event_type: "Purchase", device_id: "phone-1" }],
      has_more: true,
    });
    expect(await offsets(`?limit=2&cursor=${first.body["next_cursor"]}`)).toEqual([1]);
  });

  test("are found by who, what, when and insert_id", async () => {
    expect(await offsets("?user=ann")).toEqual([3, 1]);
    expect(await offsets("?user=phone-1")).toEqual([2]);
    expect(await offsets("?user=nobody")).toEqual([]);
    expect(await offsets("?event_type=Login")).toEqual([3]);
    expect(await offsets("?insert_id=buy-4")).toEqual([1]);
    expect(await offsets(`?uuid=${await uuidOf(2)}`)).toEqual([2]);
    const { body } = await ask("preview", {
      body: { event_uuid: await uuidOf(3) },
    });
    const ulid = /"id":"([0-9A-Z]{26})"/.exec(JSON.stringify(body).replaceAll("\\", ""))?.[1];
    expect(await offsets(`?ulid=${ulid}`)).toEqual([3]);
    expect(await offsets("?ulid=01ARZ3NDEKTSV4RRFFQ69G5FAV")).toEqual([]);
    const at = (ms: number) => encodeURIComponent(new Date(Date.now() + ms).toISOString());
    expect(await offsets(`?since=${at(-600_000)}&until=${at(600_000)}`)).toEqual([3, 2, 1]);
    expect(await offsets(`?until=${at(-600_000)}`)).toEqual([]);
    expect(await offsets(`?since=${at(600_000)}`)).toEqual([]);
  });

  test("one is told as it was received, with its fate for each destination", async () => {
    const uuid = await uuidOf(1);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    const { body } = await ask("one", { params: { uuid } });
    expect(body).toMatchObject({
      uuid,
      insert_id: "buy-4",
      payload: { event_properties: { price: 4 } },
      fates: [
        {
          destination_id: String(destinationId),
          status: "not_read",
          reason: null,
          version: null,
          row: null,
          clause: null,
          attempts: [],
          next_attempt_at: null,
          behind: null,
          delivery_ids: [],
        },
      ],
    });
  });

  test("need the scope, and exist in their own project only", async () => {
    const other = await makeToken("destinations:read", "projects:read");
    expect((await ask("list", { token: other })).status).toBe(403);
    expect((await ask("preview", { token: other, body: { event: {} } })).status).toBe(403);
    const uuid = await uuidOf(1);
    const missing = await ask("one", { params: { uuid, project_id: "1" } });
    const malformed = await ask("one", { params: { uuid: "1" } });
    expect([missing.status, malformed.status]).toEqual([404, 404]);
    expect((await ask("list", { query: "?colour=red" })).status).toBe(400);
  });
});

describe("what waits", () => {
  test("is listed with its next attempt and behind whom", async () => {
    const { db } = await system();
    const rows = await db.$queryRaw<{ shard: number; person_id: bigint }[]>`
      SELECT shard, person_id FROM events WHERE project_id = ${projectId} AND "offset" IN (1, 3) ORDER BY "offset"`;
    const at = new Date("2030-01-01T00:00:00Z");
    for (const [index, { shard, person_id }] of rows.entries()) {
      await db.parked.create({
        data: {
          syncId: destinationId,
          shard,
          offset: index === 0 ? 1n : 3n,
          personId: person_id,
          tries: 1,
          requests: 2,
          retryAt: index === 0 ? at : null,
          reason: index === 0 ? "server_error" : "behind_person",
          message: index === 0 ? "500" : "",
          parkedAt: at,
        },
      });
    }
    const first = await uuidOf(1);
    expect((await ask("waiting")).body).toMatchObject({
      data: [
        { event_uuid: first, reason: "server_error", next_attempt_at: at.toISOString() },
        { event_offset: 3, next_attempt_at: null, behind: first },
      ],
    });
    expect((await ask("waiting", { query: "?reason=timeout" })).body).toMatchObject({ data: [] });
    const { body } = await ask("one", { params: { uuid: await uuidOf(3) } });
    expect(body).toMatchObject({ fates: [{ status: "waiting", behind: first }] });
    await db.parked.deleteMany({ where: { syncId: destinationId } });
  });
});

describe("a preview", () => {
  const pasted = {
    event_type: "Purchase",
    user_id: "cleopatra",
    event_properties: { price: 12, colour: "red" },
  };

  test("tells fate, trace and the exact requests of an event that is pasted", async () => {
    const { status, body } = await ask("preview", { body: { event: pasted } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      fate: { status: "to_be_sent", version: 1, row: "B", clause: null },
      trace: {
        rows: [
          { row: "A", names_event: false, selects: false },
          { row: "B", selects: true, clauses: [{ actual: 12, holds: true }] },
        ],
        identifier: { property: "user_id", value: "cleopatra", kind: "id", sent: "cleopatra" },
        event_properties: [
          { name: "price", value: 12, sent: true, left_out: null },
          { name: "sku", value: null, sent: false, left_out: "the event does not have it" },
        ],
        user_properties: null,
      },
      requests: [{ method: "POST" }],
    });
    const [request] = body["requests"] as unknown as { body: string; bytes: number }[];
    expect(JSON.parse(request?.body ?? "")).toMatchObject({
      batch: [{ name: "Purchase", attributes: { price: 12 } }],
    });
  });

  test("goes by a draft, or by an earlier version, of a stored event", async () => {
    const event_uuid = await uuidOf(1);
    const under = async (body: object) =>
      (await ask("preview", { body: { event_uuid, ...body } })).body;
    const { updateSync } = await import("@/lib/admin/syncs/update-sync");
    expect(await under({})).toMatchObject({
      fate: { status: "filtered", row: "B", clause: { property: "ep:price", actual: 4 } },
      requests: [],
    });
    expect(await under({ draft: { event_filter: { events: ["_all"] } } })).toMatchObject({
      fate: { status: "to_be_sent", version: null },
    });
    const settings = { sendEvents: false };
    await updateSync(await system(), { id: destinationId, patch: { settings } });
    expect(await under({})).toMatchObject({ fate: { reason: "events_off", version: 2 } });
    expect(await under({ version: 1 })).toMatchObject({ fate: { row: "B", version: 1 } });
    expect(await under({ version: 1, draft: { send_events: false } })).toMatchObject({
      fate: { reason: "events_off", version: null },
    });
  });

  test("says what is wrong with what it is asked, field by field", async () => {
    const refused = async (body: object) => {
      const answer = await ask("preview", { body });
      return [answer.status, JSON.stringify(answer.body)];
    };
    const none = await refused({});
    expect(none).toEqual([400, expect.stringContaining("event_uuid")]);
    expect((await refused({ event: pasted, version: 9 }))[0]).toBe(404);
    const draft = { event_filter: { events: ["_identify"] } };
    expect(await refused({ event: pasted, draft })).toEqual([
      400,
      expect.stringContaining("event_filter"),
    ]);
    expect((await refused({ event: { event_type: "A" } }))[0]).toBe(400);
  });
});

describe("the impact of a draft", () => {
  test("is told over the newest events, with examples, in the words of the body", async () => {
    const draft = {
      send_events: true,
      event_filter: { events: ["Purchase"] },
      property_mappings: { event_properties: ["price"] },
    };
    const { status, body } = await ask("impact", { body: { draft, events: 10_000 } });
    expect([status, Object.keys(body)]).toEqual([
      200,
      [
        "read",
        "newly_sent",
        "no_longer_sent",
        "payload_changed",
        "newly_discarded",
        "new_people",
        "examples",
      ],
    ]);
    expect(body).toMatchObject({
      read: 3,
      newly_sent: 2,
      no_longer_sent: 0,
      payload_changed: 0,
      newly_discarded: {},
      new_people: 2,
      examples: [
        { event_uuid: await uuidOf(2), event_type: "Purchase", user_id: "bob" },
        { event_uuid: await uuidOf(1), change: "newly_sent", reason: null },
      ],
    });
  });

  test("says what is wrong with what it is asked, and needs both scopes", async () => {
    const refused = async (body: object, other?: string) => {
      const answer = await ask("impact", {
        body,
        ...(other === undefined ? {} : { token: other }),
      });
      return [answer.status, JSON.stringify(answer.body)];
    };
    expect(await refused({})).toEqual([400, expect.stringContaining("draft")]);
    expect(await refused({ draft: {}, events: 0 })).toEqual([
      400,
      expect.stringContaining("events"),
    ]);
    const draft = { event_filter: { events: ["_identify"] } };
    expect(await refused({ draft })).toEqual([400, expect.stringContaining("event_filter.events")]);
    const blind = await makeToken("destinations:read");
    expect((await refused({ draft: {} }, blind))[0]).toBe(403);
  });
});
