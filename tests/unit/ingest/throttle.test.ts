import { expect, test } from "vitest";
import { createThrottle } from "@/lib/ingest/throttle";
import type { ProjectId } from "@/lib/kernel/brand";
import { parseEvent } from "@/lib/pipeline/source/parse-event";

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
