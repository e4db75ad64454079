import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import type { Identifier } from "@/sandbox/state/operation";
import {
  type Client,
  eventOp,
  identifyOp,
  makeWorkspace,
  NOW,
  NOW_SECONDS,
  send,
  startForTests,
  ulid,
} from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const put = (client: Client, id: string, body: object) =>
  client.call("PUT", `/api/v1/customers/${encodeURIComponent(id)}`, body);
const person = (client: Client, kind: Identifier["kind"], value: string) =>
  client.ws.people.find({ kind, value });
const attribute = (client: Client, id: string, name: string) =>
  person(client, "id", id)?.attributes.get(name);
const activities = (client: Client) => client.ws.activity.list().map(({ type }) => type);
const readBack = async (client: Client, path: string) => {
  const authorization = `Bearer ${client.ws.config.app_api_key}`;
  return await send(sandbox.usUrl, "GET", `/v1/customers/${path}`, undefined, { authorization });
};

describe("the recorded life of a person", () => {
  test("created, read back as texts, unchanged on equal values, null removes", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u1", {
      email: "U1@example.com",
      age: 30,
      vip: true,
      created_at: 1614034983,
    });
    const first = (await readBack(client, "u1/attributes")).json;
    expect(first).toMatchObject({
      customer: {
        id: "u1",
        attributes: {
          id: "u1",
          email: "U1@example.com",
          age: "30",
          vip: "true",
          created_at: "1614034983",
        },
        timestamps: { age: NOW_SECONDS },
        unsubscribed: false,
        devices: [],
      },
    });
    client.ws.clock.freeze(NOW + 60_000);
    await put(client, "u1", { age: 30, vip: false });
    expect(attribute(client, "u1", "age")?.changedAt).toBe(NOW_SECONDS);
    expect(attribute(client, "u1", "vip")).toMatchObject({
      text: "false",
      changedAt: NOW_SECONDS + 60,
    });
    await put(client, "u1", { age: null, vip: "" });
    expect(attribute(client, "u1", "age")).toBeUndefined();
    expect(attribute(client, "u1", "vip")).toBeUndefined();
  });

  test("read back by e-mail whatever its case, by cio_id, and 404 in the recorded shape", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u1", { email: "U1@example.com" });
    const cioId = person(client, "id", "u1")?.cioId ?? "";
    expect(cioId).toMatch(/^[0-9a-f]{16}$/);
    expect((await readBack(client, "u1@EXAMPLE.com/attributes?id_type=email")).status).toBe(200);
    expect((await readBack(client, `cio_${cioId}/attributes?id_type=cio_id`)).status).toBe(200);
    const missing = await readBack(client, "nobody/attributes");
    expect(missing.status).toBe(404);
    expect(missing.json).toEqual({
      errors: [
        { detail: expect.stringMatching(/^not found \(reference [0-9A-Z]{26}\)$/), status: "404" },
      ],
    });
  });

  test("an empty body creates the person; _update never does", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u1", {});
    await put(client, "u2", { _update: true, a: 1 });
    expect(client.ws.people.count).toBe(1);
    expect(activities(client)).toEqual(["person_created", "failed_attribute_change"]);
  });

  test("ids are case-sensitive and spaces in them count", async () => {
    const client = makeWorkspace(sandbox);
    for (const id of ["a", "A", "a "]) await put(client, id, {});
    expect(client.ws.people.count).toBe(3);
  });

  test("an older update changes nothing, attribute by attribute, and says so only in the log", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u", { plan: "new", _timestamp: NOW_SECONDS });
    await client.batch(identifyOp("u", { plan: "old", city: "Bern" }, NOW_SECONDS - 1));
    expect(attribute(client, "u", "plan")?.text).toBe("new");
    expect(attribute(client, "u", "city")?.text).toBe("Bern");
    expect(activities(client)).toContain("stale_update");
  });

  test("deleting an unknown person is 200 too", async () => {
    const client = makeWorkspace(sandbox);
    expect((await client.call("DELETE", "/api/v1/customers/x")).status).toBe(200);
    await put(client, "x", {});
    expect((await client.call("DELETE", "/api/v1/customers/x")).status).toBe(200);
    expect(client.ws.people.count).toBe(0);
  });

  test("the processing delay separates acceptance from effect", async () => {
    const client = makeWorkspace(sandbox, { processing_delay_ms: 300 });
    expect((await put(client, "u", {})).status).toBe(200);
    expect(client.ws.people.count).toBe(0);
    await expect.poll(() => client.ws.people.count).toBe(1);
  });
});

describe("identifiers", () => {
  test("an unknown path identifier is adopted by the person whom the body names", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "a@b.co", { plan: "free" });
    await put(client, "u1", { email: "a@b.co" });
    expect(client.ws.people.count).toBe(1);
    expect(person(client, "id", "u1")).toBe(person(client, "email", "a@b.co"));
  });

  test("a set identifier is changed only by cio_id", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u1", { email: "old@b.co" });
    await put(client, "u1", { email: "new@b.co", plan: "pro" });
    expect(person(client, "id", "u1")?.email).toBe("old@b.co");
    expect(attribute(client, "u1", "plan")?.text).toBe("pro");
    expect(activities(client)).toContain("attribute_update_failure");
    await put(client, `cio_${person(client, "id", "u1")?.cioId}`, { email: "new@b.co" });
    expect(person(client, "email", "new@b.co")?.id).toBe("u1");
    expect(person(client, "email", "old@b.co")).toBeUndefined();
  });

  test("e-mail-by-id lets an id change the e-mail address", async () => {
    const client = makeWorkspace(sandbox, { email_by_id: true });
    await put(client, "u1", { email: "old@b.co" });
    await put(client, "u1", { email: "new@b.co" });
    expect(person(client, "id", "u1")?.email).toBe("new@b.co");
  });

  test("path and body of two complete people: 200, and an attribute update failure", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u1", { email: "1@b.co" });
    await put(client, "u2", { email: "2@b.co" });
    expect((await put(client, "u1", { email: "2@b.co" })).status).toBe(200);
    expect(client.ws.people.count).toBe(2);
    expect(activities(client).at(-1)).toBe("attribute_update_failure");
  });

  test.each([
    [true, 1],
    [false, 2],
  ])("auto-merge %s leaves %i of two complementary people", async (auto_merge, left) => {
    const client = makeWorkspace(sandbox, { auto_merge });
    await put(client, "u1", { a: 1 });
    await put(client, "x@b.co", { b: 2 });
    await put(client, "u1", { email: "x@b.co" });
    expect(client.ws.people.count).toBe(left);
    expect(person(client, "id", "u1")?.attributes.has("b")).toBe(auto_merge);
  });

  test("in an id-only workspace e-mail is an attribute and need not be unique", async () => {
    const client = makeWorkspace(sandbox, { mode: "id_only" });
    await put(client, "u1", { email: "same@b.co" });
    await put(client, "u2", { email: "same@b.co" });
    expect(client.ws.people.count).toBe(2);
    expect(attribute(client, "u2", "email")?.text).toBe("same@b.co");
  });
});

describe("events", () => {
  const track = (client: Client, id: string, n: number, extra: object = {}) =>
    client.call("POST", `/api/v1/customers/${id}/events`, {
      name: " Paid ",
      id: ulid(n),
      timestamp: NOW_SECONDS,
      ...extra,
    });

  test("an event of an unknown person creates that person, unless the workspace says otherwise", async () => {
    const creating = makeWorkspace(sandbox);
    await track(creating, "new", 1);
    expect(person(creating, "id", "new")?.eventCount).toBe(1);
    const other = makeWorkspace(sandbox, { create_on_event: false });
    expect((await track(other, "new", 1)).status).toBe(200);
    expect([other.ws.people.count, other.ws.events.count]).toEqual([0, 0]);
  });

  test("a ULID is taken once in a workspace, whoever sends it and in whatever case", async () => {
    const client = makeWorkspace(sandbox);
    await track(client, "a", 1);
    await track(client, "b", 1);
    await client.batch(eventOp("a", 1, { id: ulid(1).toLowerCase() }));
    expect([client.ws.events.count, client.ws.stats.duplicateIds]).toEqual([1, 2]);
    expect(activities(client).filter((type) => type === "duplicate_event")).toHaveLength(2);
  });

  test("v1 and v2 events look the same, trimmed and with their data", async () => {
    const client = makeWorkspace(sandbox);
    await track(client, "u", 1, { data: { price: 9.5 }, type: "nonsense" });
    await client.batch(eventOp("u", 2, { name: "Paid", attributes: { price: 9.5 } }));
    const { json } = await client.inspect("GET", "people/u");
    const same = {
      name: "Paid",
      type: "event",
      timestamp: NOW_SECONDS,
      received_at: NOW,
      data: { price: 9.5 },
      campaign_eligible: true,
    };
    expect(json).toMatchObject({
      events: [
        { ...same, id: ulid(1) },
        { ...same, id: ulid(2) },
      ],
    });
  });

  test("an event without timestamp takes the time of receipt; older than 72 h triggers no campaign", async () => {
    const client = makeWorkspace(sandbox);
    await track(client, "u", 1, { timestamp: undefined });
    await track(client, "u", 2, { timestamp: NOW_SECONDS - 72 * 3600 - 1 });
    const { json } = await client.inspect("GET", "events?person=u");
    expect(json).toMatchObject({
      events: [{ timestamp: NOW_SECONDS, campaign_eligible: true }, { campaign_eligible: false }],
    });
  });
});

describe("anonymous events", () => {
  const anonymous = (client: Client, n: number) =>
    client.call("POST", "/api/v1/events", {
      name: "Seen",
      anonymous_id: "anon-1",
      id: ulid(n),
      timestamp: NOW_SECONDS,
    });

  test("go to the person who is identified with the id, and directly for five minutes more", async () => {
    const client = makeWorkspace(sandbox);
    await anonymous(client, 1);
    expect(client.ws.people.count).toBe(0);
    await put(client, "u", { anonymous_id: "anon-1" });
    client.ws.clock.advance(5 * 60_000);
    await anonymous(client, 2);
    client.ws.clock.advance(1);
    await anonymous(client, 3);
    expect(person(client, "id", "u")?.eventCount).toBe(2);
    expect((await client.inspect("GET", "anonymous")).json).toMatchObject({
      anonymous: [{ anonymous_id: "anon-1", events: [{ id: ulid(3) }] }],
    });
  });

  test("an id serves once, and events older than 30 days are gone", async () => {
    const client = makeWorkspace(sandbox);
    await anonymous(client, 1);
    client.ws.clock.advance(30 * 86_400_000 + 1);
    await anonymous(client, 2);
    await put(client, "u", { anonymous_id: "anon-1" });
    await put(client, "v", { anonymous_id: "anon-1" });
    expect([person(client, "id", "u")?.eventCount, person(client, "id", "v")?.eventCount]).toEqual([
      1, 0,
    ]);
  });
});

describe("merge, devices, suppress", () => {
  test("merging moves what the primary lacks and all events, in the order of receipt", async () => {
    const client = makeWorkspace(sandbox);
    await client.batch(
      identifyOp("a", { plan: "pro" }),
      identifyOp("b", { plan: "free", city: "Bern" }),
    );
    await client.batch(eventOp("a", 1), eventOp("b", 2), eventOp("a", 3));
    await client.call("POST", "/api/v1/merge_customers", {
      primary: { id: "a" },
      secondary: { id: "b" },
    });
    expect(person(client, "id", "b")).toBeUndefined();
    expect([attribute(client, "a", "plan")?.text, attribute(client, "a", "city")?.text]).toEqual([
      "pro",
      "Bern",
    ]);
    const { json } = await client.inspect("GET", "events?person=a");
    expect(json).toMatchObject({ events: [1, 2, 3].map((n) => ({ id: ulid(n) })) });
  });

  test("devices come and go by v1 and v2", async () => {
    const client = makeWorkspace(sandbox);
    await client.call("PUT", "/api/v1/customers/u/devices", {
      device: { id: "t/1", platform: "ios", last_used: 5 },
    });
    const v2 = { type: "person", identifiers: { id: "u" } };
    await client.batch({
      ...v2,
      action: "add_device",
      device: { token: "t2", platform: "android" },
    });
    expect([...(person(client, "id", "u")?.devices.keys() ?? [])]).toEqual(["t/1", "t2"]);
    await client.call("DELETE", "/api/v1/customers/u/devices/t%2F1");
    await client.batch({ ...v2, action: "delete_device", device: { token: "t2" } });
    expect(person(client, "id", "u")?.devices.size).toBe(0);
  });

  test("a suppressed person is gone and ignored under every identifier until unsuppressed", async () => {
    const client = makeWorkspace(sandbox);
    await put(client, "u", { email: "u@b.co" });
    await client.call("POST", "/api/v1/customers/u/suppress");
    await put(client, "u", {});
    await client.call("POST", "/api/v1/customers/u%40b.co/events", { name: "x", id: ulid(1) });
    expect([client.ws.people.count, client.ws.events.count]).toEqual([0, 0]);
    await client.call("POST", "/api/v1/customers/u/unsuppress");
    await put(client, "u", {});
    await put(client, "u@b.co", {});
    expect(client.ws.people.count).toBe(2);
  });
});
