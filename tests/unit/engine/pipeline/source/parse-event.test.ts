import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ParseContext, parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { toNumber } from "@/lib/kernel/exact-number";
import type { Json, JsonObject } from "@/lib/kernel/json";

const context: ParseContext = {
  source: "http_v2",
  receivedMs: 1_700_000_000_000,
  clientUploadMs: null,
  idCharsMin: 5,
  remoteAddress: "203.0.113.7",
};
const base = { event_type: "Song Played", user_id: "user-1", time: 1_699_999_999_000 };

function parsed(raw: JsonObject, changes: Partial<ParseContext> = {}) {
  const result = parseEvent(raw, { ...context, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
function problems(raw: JsonObject) {
  const result = parseEvent(raw, context);
  return result.ok ? [] : result.error.map(({ kind, field }) => `${kind} ${field}`);
}
const nested = (levels: number): Json =>
  JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);

describe("an accepted event", () => {
  test("has every field in its place", () => {
    const raw = { ...base, device_id: "device-1", insert_id: "i-1", platform: "Web", extra: "9" };
    expect(parsed(raw)).toEqual({
      kind: "event",
      source: "http_v2",
      eventType: "Song Played",
      userId: "user-1",
      deviceId: "device-1",
      insertId: "i-1",
      timeMs: 1_699_999_999_000,
      receivedMs: 1_700_000_000_000,
      payload: raw,
      operations: null,
      onlySentUserProperties: null,
    });
  });

  test.each([
    ["$identify", "identify"],
    ["$groupidentify", "group_identify"],
    ["session_start", "event"],
    ["[Amplitude] Page Viewed", "event"],
    ["revenue_amount", "event"],
  ])("%s is of kind %s", (event_type, kind) => {
    expect(parsed({ ...base, event_type }).kind).toBe(kind);
  });

  test("needs one of the ids only, and no device is invented", () => {
    expect(parsed(base)).toMatchObject({ userId: "user-1", deviceId: null });
    expect(parsed({ event_type: "x", device_id: "device-1" })).toMatchObject({
      userId: null,
      deviceId: "device-1",
    });
  });

  test("a group update needs no id", () => {
    const raw = { event_type: "$groupidentify", groups: { org: "acme" } };
    expect(parsed(raw)).toMatchObject({ userId: null, deviceId: null, operations: null });
  });

  test("unknown fields and every documented built-in are kept as sent", () => {
    const raw = { ...base, city: "Rome", quantity: 2, plan: { branch: "main" }, extra: [1, null] };
    expect(parsed(raw).payload).toEqual(raw);
  });

  test("numbers where text is meant are their digits", () => {
    const ids = {
      user_id: 712345,
      device_id: toNumber("9007199254740993"),
      insert_id: 7,
      event_type: 404,
    };
    expect(parsed({ ...base, ...ids })).toMatchObject({
      userId: "712345",
      deviceId: "9007199254740993",
      insertId: "7",
      eventType: "404",
    });
    expect(problems({ ...base, user_id: 123 })).toEqual(["id_length user_id"]);
    expect(parsed({ ...base, user_id: 7 }, { idCharsMin: 1 }).userId).toBe("7");
    for (const user_id of [0, -1, true, [712345]])
      expect(problems({ ...base, user_id })).toEqual(["invalid user_id"]);
  });

  test("ip $remote becomes the request's address; any other ip is kept", () => {
    expect(parsed({ ...base, ip: "$remote" }).payload["ip"]).toBe("203.0.113.7");
    expect(parsed({ ...base, ip: "198.51.100.1" }).payload["ip"]).toBe("198.51.100.1");
    expect(parsed({ ...base, ip: "$remote" }, { remoteAddress: null }).payload).toEqual(base);
  });

  test("strings over 1024 characters are cut, at any depth", () => {
    const long = "x".repeat(1500);
    const { payload } = parsed({ ...base, event_properties: { a: [long] }, city: long });
    expect(payload["event_properties"]).toEqual({ a: ["x".repeat(1024)] });
    expect(payload["city"]).toBe("x".repeat(1024));
  });

  test("NUL in a value survives as JSON", () => {
    const { payload } = parsed({ ...base, event_properties: { a: "x\0y" } });
    expect(JSON.stringify(payload)).toContain("x\\u0000y");
  });

  test("the clock rule uses the request's upload time", () => {
    const clientUploadMs = context.receivedMs - 3_600_000;
    expect(parsed(base, { clientUploadMs }).timeMs).toBe(base.time + 3_600_000);
  });
});

describe("user properties", () => {
  test("operators and plain keys are parsed", () => {
    const { operations } = parsed({
      ...base,
      event_type: "$identify",
      user_properties: { $set: { plan: "pro" }, city: "Rome" },
    });
    expect(operations).toEqual({ operators: { $set: { plan: "pro" } }, plain: { city: "Rome" } });
  });

  test("a plain event's properties merge too", () => {
    const { operations } = parsed({ ...base, user_properties: { plan: "pro" } });
    expect(operations).toEqual({ operators: {}, plain: { plan: "pro" } });
  });

  test.each([undefined, null, {}])("%j is none", (sent) => {
    const raw = sent === undefined ? base : { ...base, user_properties: sent };
    expect(parsed(raw).operations).toBeNull();
  });

  test("$skip_user_properties_sync: only what was sent, and the person is not changed", () => {
    const raw = { ...base, $skip_user_properties_sync: true };
    expect(parsed({ ...raw, user_properties: { $add: { n: 1 }, plan: "pro" } })).toMatchObject({
      operations: null,
      onlySentUserProperties: { n: 1, plan: "pro" },
    });
    expect(parsed(raw).onlySentUserProperties).toEqual({});
  });
});

describe("problems", () => {
  const cases: readonly (readonly [JsonObject, readonly string[]])[] = [
    [{ user_id: "user-1" }, ["missing event_type"]],
    [{ ...base, event_type: "" }, ["missing event_type"]],
    [{ ...base, event_type: true }, ["invalid event_type"]],
    [{ event_type: "x" }, ["missing user_id", "missing device_id"]],
    [{ ...base, user_id: "abc" }, ["id_length user_id"]],
    [{ ...base, device_id: "abc" }, ["id_length device_id"]],
    [{ ...base, user_id: "Anonymous" }, ["invalid user_id"]],
    [{ ...base, user_id: "us\0er-1" }, ["invalid user_id"]],
    [{ ...base, device_id: "\ud800-device" }, ["invalid device_id"]],
    [{ ...base, insert_id: "\ud800" }, ["invalid insert_id"]],
    [{ ...base, time: "2020-02-15T01:00:00Z" }, ["invalid time"]],
    [{ ...base, event_properties: [1] }, ["invalid event_properties"]],
    [{ ...base, user_properties: "x" }, ["invalid user_properties"]],
    [{ ...base, user_properties: { $set: 1 } }, ["invalid user_properties"]],
    [{ ...base, group_properties: 5 }, ["invalid group_properties"]],
    [{ ...base, groups: ["org"] }, ["invalid groups"]],
    [{ ...base, groups: { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 } }, ["invalid groups"]],
    [{ ...base, groups: { a: Array(11).fill("x") } }, ["invalid groups"]],
    [{ ...base, event_properties: nested(41) }, ["invalid event_properties"]],
    [{ ...base, extra: nested(41) }, ["invalid extra"]],
    [{ time: -1 }, ["missing event_type", "missing user_id", "missing device_id", "invalid time"]],
  ];
  test.each(cases)("%j", (raw, expected) => {
    expect(problems(raw)).toEqual(expected);
  });

  test("an empty list is PHP's empty object", () => {
    const empty = { event_properties: [], user_properties: [], group_properties: [], groups: [] };
    expect(parsed({ ...base, ...empty })).toMatchObject({ operations: null });
    const { operations } = parsed({ ...base, user_properties: { $set: [], plan: "pro" } });
    expect(operations).toEqual({ operators: { $set: {} }, plain: { plan: "pro" } });
  });

  test("five types and ten groups, and 40 levels, are still fine", () => {
    expect(
      problems({ ...base, groups: { a: Array(6).fill("x"), b: "1", c: "2", d: "3", e: "4" } }),
    ).toEqual([]);
    expect(problems({ ...base, event_properties: nested(40) })).toEqual([]);
  });
});

test("any JSON object is an event or a list of problems, and what is accepted can be stored", {
  timeout: 60_000,
}, () => {
  const field = fc.constantFrom(
    ...["event_type", "user_id", "device_id", "time", "insert_id", "groups", "ip"],
    ...["user_properties", "event_properties", "__proto__", "constructor", "x"],
  );
  const text = fc.oneof(
    fc.constantFrom("user-1", "$identify", "$remote"),
    fc.string({ unit: "binary" }),
  );
  const raw = fc.dictionary(field, fc.oneof(fc.jsonValue(), text));
  fc.assert(
    fc.property(raw, (object) => {
      const sent: JsonObject = JSON.parse(JSON.stringify(object));
      const result = parseEvent(sent, context);
      if (!result.ok) {
        expect(result.error.length).toBeGreaterThan(0);
        return;
      }
      const { eventType, userId, deviceId, insertId, payload } = result.value;
      for (const name of [eventType, userId ?? "", deviceId ?? "", insertId ?? ""]) {
        expect(name).not.toContain("\0");
        expect(name.isWellFormed()).toBe(true);
      }
      expect(JSON.stringify(JSON.parse(JSON.stringify(payload)))).toBe(JSON.stringify(payload));
    }),
    { numRuns: 300 },
  );
});
