import { describe, expect, test } from "vitest";
import { createBodyBudget } from "@/lib/engine/ingest/http/body-budget";
import type { Answered } from "@/lib/engine/ingest/ingest";
import { joinDoors } from "@/lib/engine/ingest/join-doors";
import type { Refused } from "@/lib/engine/ingest/rejection-samples";
import { createAmplitudeWebhook } from "@/lib/engine/ingest/webhook/amplitude-webhook";
import { hashSecret } from "@/lib/engine/ingest/webhook/hash-secret";
import { AppError } from "@/lib/kernel/errors";
import type { JsonObject } from "@/lib/kernel/json";
import { MemoryLog } from "@/tests/support/memory-log";
import {
  fixedClock,
  makeIngest,
  NOW_MS,
  PROJECT,
  type Sent,
  send as sendTo,
} from "@/tests/unit/engine/ingest/make-ingest";

const SECRET = "a-secret";
const PATH = "/hooks/amplitude/key-1";

function makeWebhook(findSource?: () => Promise<never>) {
  const log = new MemoryLog();
  const answered: Answered[] = [];
  const refused: Refused[] = [];
  const reported: unknown[] = [];
  const source = { project: PROJECT, secretHash: hashSecret(SECRET) };
  const webhook = createAmplitudeWebhook({
    log,
    clock: fixedClock,
    budget: createBodyBudget(),
    findSource: findSource ?? (async (key) => (key === "key-1" ? source : null)),
    record: (entry) => void answered.push(entry),
    refused: (entry) => void refused.push(entry),
    report: (error) => void reported.push(error),
  });
  const send = (body: unknown, more: Partial<Sent> = {}) =>
    sendTo(
      { ingest: webhook },
      {
        path: PATH,
        headers: { "x-tributary-secret": SECRET },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...more,
      },
    );
  return { log, answered, refused, reported, send, webhook };
}

/** As the Export format is documented, with the columns that matter here; absent is null. */
const row = (changes: JsonObject = {}): JsonObject => ({
  $insert_id: "8d0d4e5a",
  uuid: "5a3c1f40-0000-11ee-b1a6-1d6f3c2a9d11",
  event_type: "Song Played",
  event_time: "2023-11-14 20:07:01.795999",
  client_event_time: "2023-11-14 19:00:00.000000",
  client_upload_time: "2023-11-14 19:00:01.000000",
  user_id: "ann",
  device_id: "d-1",
  amplitude_id: 123_456_789,
  session_id: 1_699_992_000_000,
  event_properties: { title: "Tea for Two" },
  user_properties: { plan: "pro" },
  group_properties: {},
  groups: {},
  version_name: "1.2.3",
  device_type: "iPhone 12",
  device_carrier: null,
  ip_address: "203.0.113.9",
  library: "amplitude-ts/2.0.0",
  plan: {},
  data: { path: "/2/httpapi", user_properties_updated: true },
  ...changes,
});

describe("a row of the export format", () => {
  test("is the event that it was, in the words of HTTP V2", async () => {
    const { log, send } = makeWebhook();
    const { status, json } = await send(row());
    expect({ status, json }).toEqual({
      status: 200,
      json: { code: 200, events_ingested: 1, unread: [] },
    });
    expect(log.incoming[0]).toMatchObject({
      kind: "event",
      source: "amplitude_webhook",
      userId: "ann",
      deviceId: "d-1",
      insertId: "8d0d4e5a",
      timeMs: Date.UTC(2023, 10, 14, 20, 7, 1, 795),
      receivedMs: NOW_MS,
      payload: {
        app_version: "1.2.3",
        device_model: "iPhone 12",
        ip: "203.0.113.9",
        event_time: "2023-11-14 20:07:01.795999",
      },
      operations: { operators: {}, plain: {}, state: { plan: "pro" } },
    });
  });

  test.each([
    ["2023-11-14 20:07:01.795", 795],
    ["2023-11-14T20:07:01.123", 123],
    ["2023-11-14 20:07:01.471999", 471],
    ["2023-11-14T20:07:01Z", 0],
    ["2023-11-14 21:07:01.5+01:00", 500],
    ["2023-11-14 20:07:01", 0],
  ])("is dated %s in UTC, cut to milliseconds", async (event_time, ms) => {
    const { log, send } = makeWebhook();
    await send(row({ event_time }));
    expect(log.incoming[0]?.timeMs).toBe(Date.UTC(2023, 10, 14, 20, 7, 1, ms));
  });

  test("has its uuid for an insert_id where it has none", async () => {
    const { log, send } = makeWebhook();
    await send(row({ $insert_id: null }));
    expect(log.incoming[0]?.insertId).toBe("5a3c1f40-0000-11ee-b1a6-1d6f3c2a9d11");
  });

  test("is taken with ids that are shorter than SDKs may send: Amplitude has taken them", async () => {
    const { log, send } = makeWebhook();
    await send(row({ user_id: "7", device_id: null }));
    expect(log.incoming[0]).toMatchObject({ userId: "7", deviceId: null });
  });
});

test("a user in the format of Identify is an update of what differs, its operations as they are", async () => {
  const { log, send } = makeWebhook();
  await send({ user_id: "ann", user_properties: { plan: "pro", $unset: { city: "-" } } });
  expect(log.incoming[0]).toMatchObject({
    kind: "identify",
    operations: { operators: { $unset: { city: "-" } }, plain: {}, state: { plan: "pro" } },
  });
});

describe("one row or many", () => {
  const [a, b] = [row({ $insert_id: "a" }), row({ $insert_id: "b" })];
  test.each([
    ["a list", [a, b]],
    ["a list in events", { events: [a, b] }],
    ["a row on each line", `${JSON.stringify(a)}\n\n${JSON.stringify(b)}\n`],
    ["lines that end as on Windows", `${JSON.stringify(a)}\r\n${JSON.stringify(b)}`],
    [
      "events of HTTP V2, which a template can make",
      {
        api_key: "x",
        events: [
          { event_type: "A", user_id: "ann", insert_id: "a", time: NOW_MS },
          { event_type: "A", user_id: "ann", insert_id: "b", time: NOW_MS },
        ],
      },
    ],
  ])("%s", async (_, body) => {
    const { log, answered, send } = makeWebhook();
    expect((await send(body)).json).toMatchObject({ events_ingested: 2 });
    expect(log.incoming.map(({ insertId }) => insertId)).toEqual(["a", "b"]);
    expect(answered).toMatchObject([{ outcome: "accepted", events: 2 }]);
  });
});

describe("what cannot be read", () => {
  test("is left out and said, with the field and what stood there; the others are stored", async () => {
    const { log, answered, refused, send } = makeWebhook();
    const { status, json } = await send([row(), row({ event_time: "yesterday" }), 7]);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      events_ingested: 1,
      unread: [{ index: 1, field: "event_time" }, { index: 2 }],
    });
    expect(log.incoming).toHaveLength(1);
    expect(answered).toEqual([
      {
        project: PROJECT,
        source: "amplitude_webhook",
        outcome: "rejected",
        reason: "invalid_events",
        events: 2,
      },
    ]);
    expect(refused).toMatchObject([
      {
        project: PROJECT,
        source: "amplitude_webhook",
        reason: "invalid_events",
        problem: "invalid",
        field: "event_time",
        value: '"yesterday"',
        library: "amplitude-ts/2.0.0",
      },
    ]);
  });

  test.each([
    ["an event without a name", row({ event_type: null }), "event_type"],
    ["nobody's event", row({ user_id: null, device_id: null }), "user_id, device_id"],
  ])(
    "%s: 400 when nothing of the request is stored, so that Amplitude shows it",
    async (_, body, field) => {
      const { log, refused, send } = makeWebhook();
      expect((await send(body)).status).toBe(400);
      expect(refused).toMatchObject([{ reason: "invalid_events", problem: "missing", field }]);
      expect(log.incoming).toEqual([]);
    },
  );

  test.each([
    ["no JSON", "<html>", 400, "invalid_json"],
    ["a text", '"hello"', 400, "invalid_json"],
    ["nothing", "", 400, "missing_body"],
    ["an empty list", "[]", 400, "missing_field"],
    ["too many rows", JSON.stringify(Array(2_001).fill({})), 413, "too_large"],
  ])("%s", async (_, body, status, reason) => {
    const { answered, refused, send } = makeWebhook();
    expect((await send(body)).status).toBe(status);
    expect(refused).toMatchObject([{ project: PROJECT, reason }]);
    expect(answered).toMatchObject([{ outcome: "rejected", reason }]);
  });
});

describe("who is let in", () => {
  test.each([
    ["none", {}],
    ["another", { "x-tributary-secret": "guess" }],
    ["an empty one", { "x-tributary-secret": "" }],
  ])(
    "with %s in place of the secret: 401, said to the project, nothing stored",
    async (_, headers) => {
      const { log, answered, refused, send } = makeWebhook();
      expect((await send(row(), { headers })).status).toBe(401);
      expect(refused).toMatchObject([{ project: PROJECT, reason: "wrong_secret", value: null }]);
      expect(answered).toMatchObject([{ outcome: "rejected", reason: "wrong_secret" }]);
      expect(log.appends).toBe(0);
    },
  );

  test("an address that is no source's: 404", async () => {
    const { refused, send } = makeWebhook();
    expect((await send(row(), { path: "/hooks/amplitude/another" })).status).toBe(404);
    expect(refused).toMatchObject([{ project: null, reason: "unknown_source" }]);
  });

  test("nothing but POST: 405", async () => {
    const { send } = makeWebhook();
    expect(await send("", { method: "GET" })).toMatchObject({
      status: 405,
      headers: { Allow: "POST" },
    });
  });
});

describe("trouble of ours is answered so that Amplitude sends again", () => {
  test("the log is away: 503", async () => {
    const { log, refused, send } = makeWebhook();
    log.fail = new AppError("unavailable", "The database is away");
    expect((await send(row())).status).toBe(503);
    expect(refused).toEqual([]);
  });

  test("the source cannot be looked up: 503", async () => {
    const { reported, send } = makeWebhook(() => Promise.reject(new Error("away")));
    expect((await send(row())).status).toBe(503);
    expect(reported).toHaveLength(1);
  });

  test("the project is gone: 400 once, then nothing is there", async () => {
    const { log, send } = makeWebhook();
    log.drop(PROJECT);
    expect((await send(row())).status).toBe(400);
  });
});

test("is one door of several: each path has its own handler", async () => {
  const { webhook, log } = makeWebhook();
  const bench = makeIngest();
  const ingest = joinDoors(bench.ingest, webhook);
  const headers = { "x-tributary-secret": SECRET };
  await sendTo({ ingest }, { path: PATH, headers, body: JSON.stringify(row()) });
  await sendTo({ ingest }, { path: "/2/httpapi", body: "{}" });
  expect(log.incoming).toHaveLength(1);
  expect(bench.answered).toEqual([]);
  expect(ingest.bodyBytesMax("/hooks/other/x")).toBeNull();
  expect(ingest.refuse(PATH, "too_large").status).toBe(413);
});
