import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { API_KEY, makeIngest, send } from "./make-ingest";

const FORM = "application/x-www-form-urlencoded";
const person = { user_id: "user-1", user_properties: { $set: { plan: "pro" }, city: "Rome" } };
const group = { group_type: "org", group_value: "acme", group_properties: { $set: { seats: 5 } } };

const form = (identification: unknown, api_key: string = API_KEY) =>
  new URLSearchParams({ api_key, identification: JSON.stringify(identification) }).toString();
const json = (identification: unknown) => JSON.stringify({ api_key: API_KEY, identification });

describe("Identify", () => {
  const path = "/identify";

  test.each([
    ["a form", { body: form(person), type: FORM }],
    ["a form with a list", { body: form([person]), type: FORM }],
    ["JSON", { body: json(person) }],
    ["JSON with the identification as text", { body: json(JSON.stringify([person])) }],
    ["gzipped JSON", { body: gzipSync(json([person])), encoding: "gzip" }],
    ["a GET with query", { method: "GET", query: form(person) }],
  ])("%s is answered with success", async (_name, sent) => {
    const bench = makeIngest();
    const answer = await send(bench, { path, ...sent });
    expect([answer.status, answer.body]).toEqual([200, "success"]);
    expect(answer.headers["Content-Type"]).toBe("text/plain; charset=utf-8");
    expect(bench.log.incoming).toMatchObject([
      {
        kind: "identify",
        source: "identify",
        eventType: "$identify",
        userId: "user-1",
        operations: { operators: { $set: { plan: "pro" } }, plain: { city: "Rome" } },
      },
    ]);
  });

  test.each([
    ["no key", "identification=[]", "invalid_api_key"],
    ["an unknown key", form(person, "nope"), "invalid_api_key"],
    ["no identification", `api_key=${API_KEY}`, "missing_event"],
    ["a malformed identification", `api_key=${API_KEY}&identification={`, "missing_event"],
    ["an empty list", form([]), "missing_event"],
    ["a list of texts", form(["x"]), "missing_event"],
    ["an empty body", "", "missing_event"],
    ["a short id", form({ user_id: "abc" }), "invalid_event_field. Invalid fields [user_id]."],
    [
      "no id",
      form({ user_properties: {} }),
      "invalid_event_field. Invalid fields [user_id, device_id].",
    ],
    [
      "properties that are none",
      form({ ...person, user_properties: 5 }),
      "invalid_event_field. Invalid fields [user_properties].",
    ],
  ])("%s is answered 400 in plain text", async (_name, body, expected) => {
    const bench = makeIngest();
    const answer = await send(bench, { path, body, type: FORM });
    expect([answer.status, answer.body]).toEqual([400, expected]);
    expect(bench.log.incoming).toEqual([]);
  });

  test("a GET that is too long is answered 414", async () => {
    const query = form({ ...person, user_properties: { bio: "x".repeat(9000) } });
    expect((await send(makeIngest(), { method: "GET", path, query })).status).toBe(414);
  });

  test("a failing store is 503, too much is 413, another method 405", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("unavailable", "away");
    const answer = await send(bench, { path, body: form(person), type: FORM });
    expect([answer.status, answer.body]).toEqual([503, "request_db_write_failed"]);
    const large = await send(bench, { path, body: json({ x: "y".repeat(1_048_576) }) });
    expect([large.status, large.body]).toEqual([413, "request_too_large"]);
    expect((await send(bench, { path, method: "DELETE" })).status).toBe(405);
  });

  test("throttling is answered 429", async () => {
    const bench = makeIngest({
      rates: { throttle: { identify: { eventsPerSecond: 1, windowSeconds: 1 } } },
    });
    const answer = await send(bench, { path, body: json([person, person]) });
    expect([answer.status, answer.body]).toEqual([429, "too_many_requests"]);
  });
});

describe("Group Identify", () => {
  const path = "/groupidentify";

  test("is stored as the event the SDKs send for it, and belongs to no person", async () => {
    const bench = makeIngest();
    const answer = await send(bench, { path, body: form(group), type: FORM });
    expect([answer.status, answer.body]).toEqual([200, "success"]);
    expect(bench.log.incoming).toMatchObject([
      {
        kind: "group_identify",
        source: "group_identify",
        eventType: "$groupidentify",
        userId: null,
        deviceId: null,
        operations: null,
        payload: { groups: { org: "acme" }, group_properties: { $set: { seats: 5 } } },
      },
    ]);
  });

  test("without a group it is refused", async () => {
    const answer = await send(makeIngest(), { path, body: json([group, { group_type: "org" }]) });
    expect([answer.status, answer.body]).toEqual([
      400,
      "invalid_event_field. Invalid fields [group_value].",
    ]);
  });

  test("1024 identifies are taken, 1025 are too many", async () => {
    const list = (count: number) => json(Array.from({ length: count }, () => group));
    expect((await send(makeIngest(), { path, body: list(1024) })).status).toBe(200);
    expect((await send(makeIngest(), { path, body: list(1025) })).status).toBe(413);
  });
});
