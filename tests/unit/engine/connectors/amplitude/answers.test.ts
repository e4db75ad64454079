import { describe, expect, test } from "vitest";
import { confirmedIn, judgeAnswer } from "@/lib/engine/connectors/amplitude/answers";
import type { Answer } from "@/lib/engine/connectors/http/call";

const answer = (status: number, body: unknown, part: Partial<Answer> = {}): Answer => ({
  status,
  retryAfter: null,
  body: typeof body === "string" ? body : JSON.stringify(body),
  bodyState: "complete",
  ...part,
});

const judge = (status: number, body: unknown, part?: Partial<Answer>) =>
  judgeAnswer(answer(status, body, part), { operations: 4, pauseMs: 15_000, nowMs: 0 });

/** What is concluded of each of the four events: its field, `again`, `accepted` or `throttled`. */
const verdicts = (status: number, body: unknown) => {
  const verdict = judge(status, body);
  if (verdict.kind !== "settled") return verdict.kind;
  return verdict.operations.map((one) => (one.kind === "refused" ? one.field : one.kind));
};

test("200 takes all of them", () => {
  const body = { code: 200, events_ingested: 4, payload_size_bytes: 9, server_upload_time: 1 };
  expect(verdicts(200, body)).toEqual(Array(4).fill("accepted"));
});

test.each([
  [200, { code: 200, events_ingested: 4 }, 4],
  [200, { code: 200, events_ingested: 0 }, 0],
  [200, { code: 200 }, undefined],
  [200, { code: 200, events_ingested: "4" }, undefined],
  [200, { code: 200, events_ingested: -1 }, undefined],
  [200, { code: 200, events_ingested: 1e300 }, undefined],
  [200, "<html>", undefined],
  [429, { events_ingested: 4 }, undefined],
])("an answer %d of %j confirms %j", (status, body, confirmed) => {
  expect(confirmedIn(answer(status, body))).toBe(confirmed);
});

test.each([
  ["a page of somebody else", "<html>welcome</html>", "complete", "misconfigured"],
  ["JSON of somebody else", { ok: true }, "complete", "misconfigured"],
  ["cut off", '{"code":2', "cut_off", "unreachable"],
  ["empty", "", "complete", "unreachable"],
] as const)("200, but %s, takes none", (_, body, bodyState, reason) => {
  expect(judge(200, body, { bodyState })).toMatchObject({ reason });
});

describe("400", () => {
  test.each([
    [
      { events_with_missing_fields: { event_type: [1] } },
      ["again", "event_type", "again", "again"],
    ],
    [{ events_with_invalid_fields: { time: [0, 3] } }, ["time", "again", "again", "time"]],
    [
      { events_with_invalid_id_lengths: { device_id: [2] } },
      ["again", "again", "device_id", "again"],
    ],
    [
      {
        events_with_missing_fields: { event_type: [0] },
        events_with_invalid_fields: { time: [1] },
      },
      ["event_type", "time", "again", "again"],
    ],
    [{ silenced_devices: ["d"], silenced_events: [3] }, ["again", "again", "again", "device_id"]],
    [
      { silenced_events: [0], throttled_events: [1], throttled_devices: { d: 31 } },
      ["device_id", "throttled", "again", "again"],
    ],
  ])(
    "%j discards those that are listed, with the field, and sends the rest again",
    (body, want) => {
      expect(verdicts(400, { code: 400, error: "Invalid", ...body })).toEqual(want);
    },
  );

  test("that lists nobody is halved; one that lists who was not sent is asked again", () => {
    expect(verdicts(400, { code: 400, error: "Invalid event JSON" })).toBe("unattributable");
    expect(verdicts(400, "<html>")).toBe("unattributable");
    expect(verdicts(400, { events_with_missing_fields: { time: [4] } })).toBe("resend");
    expect(verdicts(400, { events_with_missing_fields: { time: [-1] } })).toBe("resend");
  });

  test.each([
    [{ code: 400, error: "Invalid API key: abc" }],
    [{ code: 400, error: "Request missing required field", missing_field: "api_key" }],
  ])("%j is about the key, not about an event", (body) => {
    expect(judge(400, body)).toMatchObject({ kind: "unwell", reason: "credentials_refused" });
  });
});

describe("429", () => {
  test("holds back those it names, and nobody else", () => {
    const body = { code: 429, throttled_users: { ann: 31 }, throttled_events: [1, 2] };
    expect(verdicts(429, body)).toEqual(["again", "throttled", "throttled", "again"]);
    expect(judge(429, body)).toMatchObject({ operations: { 1: { retryAfterMs: 15_000 } } });
  });

  test("of a day's quota holds them back for an hour, and says so", () => {
    const body = { throttled_events: [0], exceeded_daily_quota_devices: { d: 500_001 } };
    expect(judge(429, body)).toMatchObject({
      operations: { 0: { retryAfterMs: 3_600_000, message: expect.stringContaining("quota") } },
    });
  });

  test("that names nobody is about the project: as long as it says, else as its documentation says", () => {
    expect(judge(429, { code: 429 })).toMatchObject({
      kind: "wait",
      reason: "throttled",
      retryAfterMs: 15_000,
    });
    expect(judge(429, "", { retryAfter: "7" })).toMatchObject({ retryAfterMs: 7_000 });
  });
});

test.each([
  [401, "unwell"],
  [403, "unwell"],
  [404, "unwell"],
  [302, "unwell"],
  [408, "wait"],
  [413, "unattributable"],
  [418, "unattributable"],
  [500, "wait"],
  [502, "wait"],
  [503, "wait"],
])("%d is %s", (status, kind) => {
  expect(judge(status, "what it says")).toMatchObject({ kind });
});
