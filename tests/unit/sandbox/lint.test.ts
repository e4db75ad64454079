import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import {
  basic,
  eventOp,
  identifyOp,
  makeWorkspace,
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

const PERSON = "/api/v1/customers/u";
const EVENTS = `${PERSON}/events`;
const EVENT = { name: "x", id: ulid(1), timestamp: NOW_SECONDS };
const TIME = { _timestamp: NOW_SECONDS };

describe("lint finds what is answered 200 all the same", () => {
  test.each([
    ["non-ulid-id", "POST", EVENTS, { ...EVENT, id: "550e8400-e29b-41d4-a716-446655440000" }],
    ["non-ulid-id", "POST", EVENTS, { ...EVENT, id: `8${ulid(1).slice(1)}` }],
    ["non-ulid-id", "POST", EVENTS, { ...EVENT, id: undefined }],
    ["millisecond-timestamp", "POST", EVENTS, { ...EVENT, timestamp: NOW_SECONDS * 1000 }],
    ["non-integer-timestamp", "POST", EVENTS, { ...EVENT, timestamp: NOW_SECONDS - 0.5 }],
    ["non-integer-timestamp", "POST", EVENTS, { ...EVENT, timestamp: "2026-01-01" }],
    ["future-timestamp", "POST", EVENTS, { ...EVENT, timestamp: NOW_SECONDS + 60 }],
    ["missing-timestamp", "POST", EVENTS, { ...EVENT, timestamp: undefined }],
    ["missing-timestamp", "PUT", PERSON, {}],
    ["iso-created-at", "PUT", PERSON, { ...TIME, created_at: "2026-01-01T00:00:00Z" }],
    ["millisecond-timestamp", "PUT", PERSON, { ...TIME, created_at: NOW_SECONDS * 1000 }],
    ["body-id-cio", "PUT", PERSON, { ...TIME, id: "cio_0123" }],
    ["type-not-event", "POST", EVENTS, { ...EVENT, type: "page" }],
    ["dot-segment", "PUT", "/api/v1/customers/%2e%2e", TIME],
    ["double-encoded-path", "PUT", "/api/v1/customers/a%2540b", TIME],
    ["reserved-key", "POST", EVENTS, { ...EVENT, data: { recipient: "x@b.co" } }],
    ["reserved-key", "PUT", PERSON, { ...TIME, cio_id: "x" }],
    ["event-before-identify", "POST", EVENTS, EVENT],
  ])("%s", async (code, method, path, body) => {
    const { call, inspect } = makeWorkspace(sandbox);
    expect((await call(method, path, body)).status).toBe(200);
    expect((await inspect("GET", `lint?code=${code}`)).json).toMatchObject({
      counts: { [code]: 1 },
      entries: [{ code, request: 1 }],
    });
    const { json } = await inspect("GET", "requests");
    expect(json).toMatchObject({ requests: [{ lint: expect.arrayContaining([code]) }] });
  });

  test("a request as it should be has no findings", async () => {
    const { call, ws } = makeWorkspace(sandbox);
    await call("PUT", PERSON, { ...TIME, created_at: NOW_SECONDS, plan: "pro" });
    await call("POST", EVENTS, { ...EVENT, type: "event", data: {} });
    expect(Object.fromEntries(ws.lintCounts)).toEqual({});
  });

  test("a missing User-Agent", async () => {
    const { ws } = makeWorkspace(sandbox);
    const authorization = basic(ws.config.site_id, ws.config.api_key);
    await send(sandbox.usUrl, "PUT", PERSON, TIME, { authorization });
    expect(Object.fromEntries(ws.lintCounts)).toEqual({ "missing-user-agent": 1 });
  });

  test("one id with two contents; a plain repetition is none", async () => {
    const { batch, ws } = makeWorkspace(sandbox);
    await batch(identifyOp("u"), eventOp("u", 1), eventOp("u", 1));
    expect(ws.lintCounts.has("duplicate-id-other-content")).toBe(false);
    await batch(eventOp("u", 1, { name: "Other" }));
    expect(ws.lintCounts.get("duplicate-id-other-content")).toBe(1);
  });

  test("out-of-order is judged per person and kind, by the order of receipt", async () => {
    const { batch, ws } = makeWorkspace(sandbox);
    const at = (n: number, seconds: number, id = "u") =>
      eventOp(id, n, { timestamp: NOW_SECONDS + seconds });
    await batch(identifyOp("u"), identifyOp("v"), at(1, -5), at(2, -5), at(3, -9, "v"), at(4, -3));
    expect(ws.stats.timestampOrderViolations).toBe(0);
    await batch(at(5, -4), identifyOp("u", {}, NOW_SECONDS - 1));
    expect(ws.lintCounts.get("out-of-order")).toBe(2);
  });
});

describe("strict mode", () => {
  test.each([
    [EVENTS, { ...EVENT, id: "not-a-ulid" }],
    [EVENTS, { ...EVENT, timestamp: NOW_SECONDS * 1000 }],
    [EVENTS, { ...EVENT, timestamp: "2026-01-01" }],
    [PERSON, { created_at: "2026-01-01T00:00:00Z" }],
  ])("%s with %j is 400 and changes nothing", async (path, body) => {
    const { call, ws } = makeWorkspace(sandbox, { strict: true });
    const reply = await call(path === PERSON ? "PUT" : "POST", path, body);
    expect([reply.status, ws.people.count]).toEqual([400, 0]);
  });

  test("in a batch only the malformed operation is refused", async () => {
    const { batch, ws } = makeWorkspace(sandbox, { strict: true });
    const reply = await batch(eventOp("a", 1), eventOp("b", 2, { id: "x" }));
    expect(reply.json).toMatchObject({ errors: [{ batch_index: 1, field: "id" }] });
    expect(ws.events.count).toBe(1);
  });

  test("what has no id or timestamp is still accepted", async () => {
    const { call } = makeWorkspace(sandbox, { strict: true });
    expect((await call("POST", EVENTS, { name: "x" })).status).toBe(200);
  });
});
