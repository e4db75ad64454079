import { describe, expect, test } from "vitest";
import { toRateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import { createThrottle } from "@/lib/engine/ingest/limits/throttle";
import { parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import type { ProjectId } from "@/lib/kernel/brand";
import {
  type Bench,
  makeEvent,
  makeIngest,
  send,
  upload,
} from "@/tests/unit/engine/ingest/make-ingest";

const PROJECT = 1 as ProjectId;
const events = (count: number, user_id = "user-1") =>
  Array.from({ length: count }, () => {
    const context = { receivedMs: 0, clientUploadMs: null, idCharsMin: 5, remoteAddress: null };
    const event = parseEvent({ event_type: "x", user_id }, { ...context, source: "http_v2" });
    if (!event.ok) throw new Error("invalid");
    return event.value;
  });

test("the rate is averaged over the window", () => {
  const throttle = createThrottle({ eventsPerSecond: 30, windowSeconds: 10 });
  expect(throttle.check(PROJECT, events(300), 1000)).toBeNull();
  expect(throttle.check(PROJECT, events(1), 10_999)).toMatchObject({
    users: new Map([["user-1", 31]]),
    events: [0],
  });
  expect(throttle.check(PROJECT, events(1), 11_000)).toBeNull();
});

test("one person's rate touches nobody else, nor the same id in another project", () => {
  const throttle = createThrottle({ eventsPerSecond: 1, windowSeconds: 1 });
  expect(throttle.check(PROJECT, events(2), 0)).not.toBeNull();
  expect(throttle.check(PROJECT, events(1, "user-2"), 0)).toBeNull();
  expect(throttle.check(2 as ProjectId, events(1), 0)).toBeNull();
});

test("what was throttled is not counted", () => {
  const throttle = createThrottle({ eventsPerSecond: 2, windowSeconds: 1 });
  expect(throttle.check(PROJECT, events(3), 0)).not.toBeNull();
  expect(throttle.check(PROJECT, events(2), 0)).toBeNull();
  expect(throttle.check(PROJECT, events(1), 0)).not.toBeNull();
});

test("any number of invented ids takes no more memory, and throttles nobody else", () => {
  const throttle = createThrottle({ eventsPerSecond: 30, windowSeconds: 30 });
  for (let id = 0; id < 50_000; id++) throttle.check(PROJECT, events(1, `invented-${id}`), 0);
  expect(throttle.check(PROJECT, events(800), 0)).toBeNull();
  expect(throttle.check(PROJECT, events(101), 0)).toMatchObject({
    users: new Map([["user-1", 31]]),
  });
});

test("what belongs to nobody is not throttled", () => {
  const throttle = createThrottle({ eventsPerSecond: 1, windowSeconds: 1 });
  const groups = events(10).map((event) => ({ ...event, userId: null, deviceId: null }));
  expect(throttle.check(PROJECT, groups, 0)).toBeNull();
});

test("a clock that is set back begins a new window", () => {
  const throttle = createThrottle({ eventsPerSecond: 1, windowSeconds: 1 });
  expect(throttle.check(PROJECT, events(1), 1_000_000)).toBeNull();
  expect(throttle.check(PROJECT, events(1), 0)).toBeNull();
});

describe("as it is set", () => {
  const none = { quotaPerKey: undefined, quotaPerAddress: undefined, trustedProxies: [] };
  const bench = (settings: Partial<Parameters<typeof toRateSettings>[0]>) =>
    makeIngest({ rates: toRateSettings({ throttle: "off", ...none, ...settings }) });
  const body = (count: number, user_id = "user-1") =>
    upload(Array.from({ length: count }, () => makeEvent({ user_id })));
  const status = async (to: Bench, path: string, count: number) =>
    (await send(to, { path, body: body(count) })).status;

  test("amplitude: 30 events/s on HTTP V2, 1,000 on Batch, over half a minute", async () => {
    const to = bench({ throttle: "amplitude" });
    expect(await status(to, "/2/httpapi", 900)).toBe(200);
    const { status: second, json } = await send(to, { body: body(2) });
    expect(second).toBe(429);
    expect(json).toMatchObject({
      eps_threshold: 30,
      throttled_users: { "user-1": 31 },
      throttled_devices: {},
      throttled_events: [0, 1],
    });
    for (let i = 0; i < 15; i++) expect(await status(to, "/batch", 2_000)).toBe(200);
    expect(await status(to, "/batch", 1)).toBe(429);
    expect((await send(to, { body: body(1, "user-2") })).status).toBe(200);
  });

  test("a number holds everywhere, off nowhere", async () => {
    const own = bench({ throttle: 1 });
    expect(await status(own, "/2/httpapi", 31)).toBe(429);
    expect(await status(own, "/batch", 31)).toBe(429);
    expect(await status(bench({}), "/2/httpapi", 1_999)).toBe(200);
  });

  test.each([
    ["quotaPerKey", "API key"],
    ["quotaPerAddress", "address"],
  ] as const)("%s", async (name, word) => {
    const to = bench({ [name]: 10 });
    expect(await status(to, "/2/httpapi", 300)).toBe(200);
    const refused = await send(to, { body: body(1) });
    expect(refused).toMatchObject({ status: 429, headers: { "Retry-After": "30" } });
    expect(refused.json).toMatchObject({
      error: `This ${word} may send 10 events per second. Nothing was accepted; send it again in 30 s.`,
      throttled_events: [0],
    });
    expect(to.answered.at(-1)).toMatchObject({ outcome: "rejected", reason: "over_quota" });
  });
});
