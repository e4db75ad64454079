import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { API_KEY, makeIngest, NOW_MS, send } from "@/tests/unit/engine/ingest/make-ingest";

const FORM = "application/x-www-form-urlencoded; charset=UTF-8";

/** An event as amplitude-js makes it; `changes` for what a version has otherwise. */
const legacyEvent = (changes: object = {}) => ({
  device_id: "JxgKOMvD0bWn_9yPrsMGXR",
  user_id: "ann-0001",
  timestamp: NOW_MS - 86_400_000,
  event_id: 17,
  session_id: NOW_MS - 86_500_000,
  event_type: "Song Played",
  version_name: "1.12.3",
  platform: "Web",
  os_name: "Chrome",
  os_version: "119",
  device_model: "Linux",
  device_manufacturer: null,
  language: "en-US",
  api_properties: {},
  event_properties: { title: "Tea for Two" },
  user_properties: {},
  uuid: "5d4f8ccf-2ee1-4cf7-a2fd-7dbf5ccd4a1a",
  library: { name: "amplitude-js", version: "8.21.9" },
  sequence_number: 31,
  groups: {},
  group_properties: {},
  user_agent: "Mozilla/5.0",
  ...changes,
});

const form = (events: readonly object[], changes: Record<string, string> = {}) =>
  new URLSearchParams({
    client: API_KEY,
    e: JSON.stringify(events),
    v: "2",
    upload_time: String(NOW_MS),
    checksum: "9a0364b9e99bb480dd25e1f0284c8555",
    ...changes,
  }).toString();

describe.each([
  ["4.4", { library: { name: "amplitude-js", version: "4.4.0" }, user_agent: undefined }],
  ["7.4", { partner_id: undefined, device_manufacturer: "Apple" }],
  ["8.20", { partner_id: null, plan: { branch: "main", version: "1" } }],
])("the form of amplitude-js %s", (_version, changes) => {
  const identify = legacyEvent({
    ...changes,
    event_type: "$identify",
    event_properties: {},
    user_properties: { $set: { plan: "pro" } },
    uuid: "6a30a73c-6f8f-4d2b-9f2c-9d8f5a4f0c55",
  });
  const body = form([legacyEvent(changes), identify]);

  test("is stored once by uuid, dated by timestamp, and answered with a word", async () => {
    const bench = makeIngest();
    for (const _time of [1, 2]) {
      const answer = await send(bench, { body, type: FORM });
      expect([answer.status, answer.body]).toEqual([200, "success"]);
      expect(answer.headers["Content-Type"]).toBe("text/plain; charset=utf-8");
    }
    expect(bench.log.incoming).toMatchObject([
      {
        kind: "event",
        insertId: "5d4f8ccf-2ee1-4cf7-a2fd-7dbf5ccd4a1a",
        timeMs: NOW_MS - 86_400_000,
        payload: { app_version: "1.12.3", event_properties: { title: "Tea for Two" } },
      },
      { kind: "identify", operations: { operators: { $set: { plan: "pro" } } } },
    ]);
    expect(bench.log.incoming[0]?.payload["library"]).toMatch(/^amplitude-js\/\d/);
  });
});

test("the clock is corrected by upload_time", async () => {
  const bench = makeIngest();
  const body = form([legacyEvent({ timestamp: NOW_MS - 3_600_005 })], {
    upload_time: String(NOW_MS - 3_600_000),
  });
  await send(bench, { body, type: FORM });
  expect(bench.log.incoming[0]?.timeMs).toBe(NOW_MS - 5);
});

test("ids may be short: this form is older than their minimum length", async () => {
  const bench = makeIngest();
  const answer = await send(bench, { body: form([legacyEvent({ user_id: "7" })]), type: FORM });
  expect(answer.body).toBe("success");
});

test.each([
  ["an unknown key", form([legacyEvent()], { client: "nope" }), 400, "invalid_api_key"],
  ["no key", form([legacyEvent()], { client: "" }), 400, "invalid_api_key"],
  ["broken events", form([], { e: "[{" }), 400, "missing_event"],
  [
    "an invalid field",
    form([legacyEvent({ user_id: "null" })]),
    400,
    "invalid_event_field. Invalid fields [user_id].",
  ],
])("%s is answered with the word its clients know", async (_name, body, status, word) => {
  const answer = await send(makeIngest(), { body, type: FORM });
  expect([answer.status, answer.body]).toEqual([status, word]);
});

test("a field that is called e alone does not make it one", async () => {
  const answer = await send(makeIngest(), { body: JSON.stringify({ api_key: API_KEY, e: null }) });
  expect(answer.json).toMatchObject({ code: 400, missing_field: "events" });
});

test("a store that is away is answered so that it is sent again", async () => {
  const bench = makeIngest();
  bench.log.fail = new AppError("unavailable", "away");
  const answer = await send(bench, { body: form([legacyEvent()]), type: FORM });
  expect([answer.status, answer.body]).toEqual([503, "request_db_write_failed"]);
});
