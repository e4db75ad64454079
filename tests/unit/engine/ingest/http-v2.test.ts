import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import {
  API_KEY,
  fixedClock,
  makeEvent,
  makeIngest,
  NOW_MS,
  PROJECT,
  send,
  upload,
} from "./make-ingest";

describe("success", () => {
  test("is answered with all three integers the SDKs read, and the matching code", async () => {
    const bench = makeIngest();
    const body = upload([makeEvent(), makeEvent()]);
    const answer = await send(bench, { body });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      code: 200,
      events_ingested: 2,
      payload_size_bytes: Buffer.byteLength(body),
      server_upload_time: NOW_MS,
    });
    expect(answer.headers).toEqual({
      "Content-Type": "application/json",
      "Access-Control-Allow-Origin": "*",
    });
    expect(bench.log.incoming).toHaveLength(2);
  });

  test("is answered only after the log has stored the events", async () => {
    const bench = makeIngest();
    let open: () => void = () => undefined;
    bench.log.gate = new Promise((resolve) => {
      open = resolve;
    });
    let answered = false;
    const answer = send(bench, { body: upload([makeEvent()]) }).then((result) => {
      answered = true;
      return result;
    });
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    open();
    expect((await answer).status).toBe(200);
  });

  test("a repeated insert_id is answered 200 and not counted", async () => {
    const bench = makeIngest();
    const body = upload([makeEvent({ insert_id: "i-1" })]);
    await send(bench, { body });
    expect((await send(bench, { body })).json).toMatchObject({ code: 200, events_ingested: 0 });
    expect(bench.log.incoming).toHaveLength(1);
  });

  test("one insert_id of two users without device is two events, and of one device one", async () => {
    const of = (ids: object) => makeEvent({ user_id: null, ...ids, insert_id: "c77" });
    const users = upload([of({ user_id: "ann-0001" }), of({ user_id: "bob-0001" })]);
    const bench = makeIngest();
    expect((await send(bench, { body: users })).json).toMatchObject({ events_ingested: 2 });
    expect((await send(bench, { body: users })).json).toMatchObject({ events_ingested: 0 });
    const device = upload([
      of({ user_id: "ann-0001", device_id: "dev-1" }),
      of({ device_id: "dev-1" }),
    ]);
    expect((await send(bench, { body: device })).json).toMatchObject({ events_ingested: 1 });
    expect(bench.log.incoming.map((event) => event.userId)).toEqual([
      "ann-0001",
      "bob-0001",
      "ann-0001",
    ]);
  });

  test("unknown top-level keys are ignored", async () => {
    const extra = { request_metadata: { sdk: { metrics: { histogram: {} } } }, whatever: [1] };
    expect((await send(makeIngest(), { body: upload([makeEvent()], extra) })).status).toBe(200);
  });

  test("the clock is corrected by client_upload_time, and the ip filled in", async () => {
    const bench = makeIngest();
    const client_upload_time = new Date(NOW_MS - 3_600_000).toISOString();
    const event = makeEvent({ time: NOW_MS - 3_600_005, ip: "$remote" });
    await send(bench, { body: upload([event], { client_upload_time }) });
    expect(bench.log.incoming[0]?.timeMs).toBe(NOW_MS - 5);
    expect(bench.log.incoming[0]?.payload["ip"]).toBe("203.0.113.7");
  });

  test("options.min_id_length allows shorter ids", async () => {
    const events = [makeEvent({ user_id: "a" })];
    const body = upload(events, { options: { min_id_length: 1 } });
    expect((await send(makeIngest(), { body })).status).toBe(200);
    const ignored = upload(events, { options: { min_id_length: "1" } });
    expect((await send(makeIngest(), { body: ignored })).status).toBe(400);
  });
});

describe("forms of a request", () => {
  const body = upload([makeEvent()]);
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const urlencoded = "application/x-www-form-urlencoded";
  const events = JSON.stringify([makeEvent()]);

  test.each([
    ["JSON", { body }],
    ["JSON with charset", { body, type: "application/json; charset=utf-8" }],
    ["text/plain, as sendBeacon", { body, type: "text/plain;charset=UTF-8" }],
    ["JSON that curl declares as a form", { body, type: urlencoded }],
    ["JSON after a byte order mark", { body: `\ufeff${body}` }],
    ["JSON with blanks around", { body: `\n ${body}\n` }],
    ["gzip", { body: gzipSync(body), encoding: "gzip" }],
    ["GZIP in capitals", { body: gzipSync(body), encoding: " GZIP" }],
    ["identity", { body, encoding: "identity" }],
    ["a form", { body: form({ api_key: API_KEY, events }), type: urlencoded }],
    [
      "a form of one event",
      {
        body: form({ api_key: API_KEY, event: JSON.stringify(makeEvent()) }),
        type: `${urlencoded}; charset=UTF-8`,
      },
    ],
    ["a form that nobody calls one", { body: form({ api_key: API_KEY, events }), type: "" }],
    ["a trailing slash", { body, path: "/2/httpapi/" }],
    ["duplicated keys", { body: `{"api_key":"other",${body.slice(1)}` }],
  ])("%s is taken", async (_name, sent) => {
    const bench = makeIngest();
    expect(await send(bench, sent)).toMatchObject({ status: 200, json: { events_ingested: 1 } });
    expect(bench.log.incoming[0]?.eventType).toBe("Song Played");
  });
});

describe("documented refusals", () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ["no body", "", { error: "Missing request body" }],
    ["truncated JSON", upload([makeEvent()]).slice(0, -5), { error: "Invalid JSON request body" }],
    ["an array", "[]", { error: "Invalid JSON request body" }],
    ["null", "null", { error: "Invalid JSON request body" }],
    ["no key", upload([makeEvent()], { api_key: undefined }), missing("api_key")],
    ["a null key", upload([makeEvent()], { api_key: null }), missing("api_key")],
    ["an empty key", upload([makeEvent()], { api_key: "" }), missing("api_key")],
    ["no events", upload(undefined), missing("events")],
    ["an empty array", upload([]), missing("events")],
    [
      "an unknown key",
      upload([makeEvent()], { api_key: "nope" }),
      { error: "Invalid API key: nope" },
    ],
    [
      "a key that is no text",
      upload([makeEvent()], { api_key: [7] }),
      { error: "Invalid API key: it must be a string" },
    ],
    [
      "events that are an object",
      upload({}),
      {
        error: "Invalid event JSON",
        events_with_invalid_fields: { events: [] },
        events_with_missing_fields: {},
      },
    ],
    [
      "events that are no objects",
      upload([makeEvent(), 1, null]),
      {
        error: "Invalid event JSON",
        events_with_invalid_fields: { events: [1, 2] },
        events_with_missing_fields: {},
      },
    ],
  ];
  function missing(missing_field: string) {
    return {
      error: "Request missing required field",
      missing_field,
      events_with_invalid_fields: {},
      events_with_missing_fields: {},
    };
  }
  test.each(cases)("%s", async (_name, body, expected) => {
    const bench = makeIngest();
    const answer = await send(bench, { body });
    expect(answer.json).toEqual({ code: 400, ...expected });
    expect(answer.status).toBe(400);
    expect(bench.log.incoming).toEqual([]);
  });

  test.each(["__proto__", "constructor", "toString"])("the key %s is unknown", async (api_key) => {
    const answer = await send(makeIngest(), { body: upload([makeEvent()], { api_key }) });
    expect(answer.json).toEqual({ code: 400, error: `Invalid API key: ${api_key}` });
  });

  test("a very long key is not sent back whole", async () => {
    const api_key = "k".repeat(100_000);
    const answer = await send(makeIngest(), { body: upload([makeEvent()], { api_key }) });
    expect(answer.json).toEqual({ code: 400, error: `Invalid API key: ${"k".repeat(100)}` });
  });

  test("short ids are answered as the original does, with every index", async () => {
    const events = [makeEvent(), makeEvent({ device_id: "abc" }), makeEvent({ device_id: "x" })];
    expect((await send(makeIngest(), { body: upload(events) })).json).toEqual({
      code: 400,
      events_with_invalid_id_lengths: { device_id: [1, 2] },
      error: "Invalid id length for user_id or device_id",
    });
  });

  test("every problem of every event is listed by its position in the request", async () => {
    const events = [
      makeEvent(),
      makeEvent({ time: "2020-01-01T00:00:00Z" }),
      { user_id: "user-1" },
      makeEvent({ time: 1.5, user_id: "none" }),
      { event_type: "x" },
      makeEvent({ user_id: "abc" }),
    ];
    const bench = makeIngest();
    expect((await send(bench, { body: upload(events) })).json).toEqual({
      code: 400,
      error: "Request missing required field",
      events_with_invalid_fields: { time: [1, 3], user_id: [3] },
      events_with_missing_fields: { event_type: [2], user_id: [4], device_id: [4] },
      events_with_invalid_id_lengths: { user_id: [5] },
    });
    expect(bench.log.incoming).toEqual([]);
  });

  test("invalid values alone have their own error", async () => {
    const body = upload([makeEvent(), makeEvent({ time: "now" })]);
    expect((await send(makeIngest(), { body })).json).toEqual({
      code: 400,
      error: "Invalid field values on some events",
      events_with_invalid_fields: { time: [1] },
      events_with_missing_fields: {},
    });
  });

  test("one bad event refuses the whole request", async () => {
    const bench = makeIngest();
    await send(bench, { body: upload([makeEvent(), makeEvent({ time: "now" })]) });
    expect(bench.log.incoming).toEqual([]);
  });

  test("another path is an invalid path, another method is named", async () => {
    const path = await send(makeIngest(), { path: "/3/httpapi", body: "{}" });
    expect(path.json).toMatchObject({
      code: 400,
      error: expect.stringMatching(/^Invalid request path\./),
    });
    const method = await send(makeIngest(), { method: "GET" });
    expect(method.json).toEqual({ code: 405, error: "Method not allowed. Use POST, OPTIONS." });
    expect(method).toMatchObject({ status: 405, headers: { Allow: "POST, OPTIONS" } });
  });
});

describe("limits", { timeout: 60_000 }, () => {
  const TOO_LARGE = { code: 413, error: "Payload too large" };
  const events = (count: number) => Array.from({ length: count }, () => makeEvent());
  const padded = (bytes: number) => {
    const body = upload([makeEvent()]);
    return body + " ".repeat(bytes - body.length);
  };

  test("HTTP V2 takes fewer than 2000 events, Batch takes 2000", async () => {
    const bench = makeIngest();
    const status = async (path: string, count: number) =>
      (await send(bench, { path, body: upload(events(count)) })).status;
    expect(await status("/2/httpapi", 1999)).toBe(200);
    expect(await status("/2/httpapi", 2000)).toBe(413);
    expect(await status("/batch", 2000)).toBe(200);
    expect(await status("/batch", 2001)).toBe(413);
    expect(bench.log.incoming).toHaveLength(3999);
  });

  test("HTTP V2 takes less than 1 MB, Batch takes 20 MB", async () => {
    const bench = makeIngest();
    const answer = async (path: string, bytes: number) =>
      (await send(bench, { path, body: padded(bytes) })).json;
    expect(await answer("/2/httpapi", 1_048_575)).toMatchObject({ code: 200 });
    expect(await answer("/2/httpapi", 1_048_576)).toEqual(TOO_LARGE);
    expect(await answer("/batch", 20 * 1_048_576)).toMatchObject({ code: 200 });
    expect(await answer("/batch", 20 * 1_048_576 + 1)).toEqual(TOO_LARGE);
  });

  test("the limit holds for the inflated size", async () => {
    const justFits = gzipSync(padded(1_048_575));
    expect((await send(makeIngest(), { body: justFits, encoding: "gzip" })).status).toBe(200);
    const tooLarge = gzipSync(padded(1_048_576));
    expect((await send(makeIngest(), { body: tooLarge, encoding: "gzip" })).json).toEqual(
      TOO_LARGE,
    );
  });

  test("a bomb is inflated no further than the limit: its broken end is never reached", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1_048_576, 0x20)).subarray(0, -100);
    expect((await send(makeIngest(), { body: bomb, encoding: "gzip" })).json).toEqual(TOO_LARGE);
  });
});

describe("when the log does not take them", () => {
  const body = upload([makeEvent()]);

  test("unavailable is 503: not accepted, safe to send again", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("unavailable", "the database is away");
    const answer = await send(bench, { body });
    expect(answer).toMatchObject({ status: 503, json: { code: 503, error: expect.any(String) } });
    bench.log.fail = null;
    expect((await send(bench, { body })).status).toBe(200);
  });

  test("where it is not known whether the events were stored, the answer does not claim either", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("outcome_unknown", "the database went away while it committed");
    const { status, json } = await send(bench, { body: upload([makeEvent()]) });
    expect([status, json.code]).toEqual([503, 503]);
    expect(json.error).toContain("not known whether");
    expect(json.error).not.toMatch(/nothing was|not stored/i);
    expect(bench.reported).toEqual([bench.log.fail]);
  });

  test("where a part of the events is stored, the answer does not claim that nothing is", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("partly_stored", "The first 2 of 6 events are stored.");
    const { status, json } = await send(bench, { body: upload([makeEvent()]) });
    expect([status, json.code]).toEqual([503, 503]);
    expect(json.error).toContain("Not all of these events are known to be stored. Send all");
    expect(bench.reported).toEqual([bench.log.fail]);
  });

  test("events that are too large together are answered 413, so that SDKs halve the upload", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("too_large", "too large to be stored at once");
    const { json } = await send(bench, { body: upload([makeEvent()]) });
    expect(json).toEqual({ code: 413, error: "Payload too large" });
  });

  test("an unexpected failure is 500, reported, and nothing of it is told", async () => {
    const bench = makeIngest();
    bench.log.fail = new Error("secret detail");
    const answer = await send(bench, { body });
    expect(answer).toMatchObject({
      status: 500,
      json: { code: 500, error: "Internal server error" },
    });
    expect(bench.reported).toEqual([bench.log.fail]);
  });

  test("events that can never be stored are refused", async () => {
    const bench = makeIngest();
    bench.log.fail = new AppError("invalid_input", "These events cannot be stored: why");
    const { json } = await send(bench, { body });
    expect(json).toEqual({ code: 400, error: "These events cannot be stored: why" });
  });

  test("a project that is gone makes its key invalid, at once", async () => {
    let lookups = 0;
    const bench = makeIngest({
      findProject: async () => {
        lookups += 1;
        return PROJECT;
      },
    });
    bench.log.fail = new AppError("not_found", "gone");
    expect((await send(bench, { body })).json.error).toBe(`Invalid API key: ${API_KEY}`);
    await send(bench, { body });
    expect(lookups).toBe(2);
  });

  test("a project lookup that fails is 503, never an invalid key", async () => {
    for (const error of [new AppError("unavailable", "x"), new Error("connection lost")]) {
      const bench = makeIngest({ findProject: () => Promise.reject(error) });
      expect((await send(bench, { body })).status).toBe(503);
    }
  });

  test("storage that is away is reported every ten seconds, not with every request", async () => {
    let nowMs = NOW_MS;
    const bench = makeIngest({ clock: { ...fixedClock, now: () => nowMs } });
    bench.log.fail = new AppError("unavailable", "away");
    for (let i = 0; i < 5; i++) await send(bench, { body });
    nowMs += 10_000;
    await send(bench, { body });
    expect(bench.reported).toEqual([bench.log.fail, bench.log.fail]);
  });

  test("a recorder that throws does not change the answer", async () => {
    const error = new Error("counter");
    const bench = makeIngest({
      record: () => {
        throw error;
      },
    });
    expect((await send(bench, { body })).status).toBe(200);
    expect(bench.reported).toEqual([error]);
  });
});

describe("throttling", () => {
  const throttle = { eventsPerSecond: 30, windowSeconds: 1 };

  test("is answered with every field that SDKs read, and nothing is stored", async () => {
    const bench = makeIngest({ rates: { throttle: { http_v2: throttle } } });
    const events = Array.from({ length: 32 }, (_, index) =>
      makeEvent(index === 31 ? { user_id: "someone else" } : { device_id: "device-1" }),
    );
    const answer = await send(bench, { body: upload(events) });
    expect(answer.status).toBe(429);
    expect(answer.json).toEqual({
      code: 429,
      error: "Too many requests for some devices and users",
      eps_threshold: 30,
      throttled_devices: { "device-1": 31 },
      throttled_users: { "user-1": 31 },
      throttled_events: [30],
      exceeded_daily_quota_devices: {},
      exceeded_daily_quota_users: {},
    });
    expect(bench.log.incoming).toEqual([]);
  });

  test("does not exist unless it is asked for", async () => {
    const events = Array.from({ length: 1000 }, () => makeEvent());
    expect((await send(makeIngest(), { body: upload(events) })).status).toBe(200);
  });
});

test("requests of a known project are recorded with what became of them", async () => {
  const bench = makeIngest();
  await send(bench, { body: upload([makeEvent(), makeEvent()]) });
  await send(bench, { body: upload([makeEvent({ time: "x" })]), path: "/batch" });
  await send(bench, { body: upload([makeEvent()], { api_key: "nope" }) });
  expect(bench.answered).toEqual([
    { project: PROJECT, source: "http_v2", outcome: "accepted", reason: "", events: 2 },
    { project: PROJECT, source: "batch", outcome: "rejected", reason: "invalid_events", events: 1 },
  ]);
});

describe("browsers", () => {
  test.each([
    ["/2/httpapi", "POST, OPTIONS"],
    ["/batch", "POST, OPTIONS"],
    ["/identify", "GET, POST, OPTIONS"],
    ["/groupidentify", "GET, POST, OPTIONS"],
  ])("may send from any page to %s", async (path, methods) => {
    const { status, headers, body } = await send(makeIngest(), { method: "OPTIONS", path });
    expect([status, body]).toEqual([204, ""]);
    expect(headers).toMatchObject({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": methods,
      "Access-Control-Allow-Headers":
        "Content-Type, Content-Encoding, Cross-Origin-Resource-Policy",
    });
  });

  test.each(["/2/httpapi", "/batch", "/identify", "/groupidentify"])(
    "may read the refusals of %s too",
    async (path) => {
      const { headers } = await send(makeIngest(), { path, body: "x" });
      expect(headers["Access-Control-Allow-Origin"]).toBe("*");
    },
  );
});
