import { expect, test } from "vitest";
import { createBacklogWatch } from "@/lib/engine/ingest/limits/backlog-watch";
import { toRateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import type { ProjectId } from "@/lib/kernel/brand";
import { FakeClock, settled } from "@/tests/support/engine-clock";
import {
  makeEvent,
  makeIngest,
  PROJECT,
  send,
  upload,
} from "@/tests/unit/engine/ingest/make-ingest";

const OTHER = 2 as ProjectId;

function makeWatch() {
  const clock = new FakeClock();
  const world = { waiting: 0, fails: false, asked: 0 };
  const reported: unknown[] = [];
  const read = async () => {
    world.asked += 1;
    if (world.fails) throw new Error("the database is away");
    return new Map([[PROJECT, world.waiting]]);
  };
  const watch = createBacklogWatch({
    read,
    eventsMax: 100,
    clock,
    report: (error) => void reported.push(error),
  });
  /** As of the last reading, which is over when it is asked again. */
  const isBehind = async (project = PROJECT) => {
    watch.isBehind(project);
    await settled();
    return watch.isBehind(project);
  };
  return { clock, world, reported, watch, isBehind };
}

test("more than may wait, and only for its project, is behind", async () => {
  const { world, isBehind, clock } = makeWatch();
  world.waiting = 100;
  expect(await isBehind()).toBe(false);
  world.waiting = 101;
  await clock.advance(5_000);
  expect(await isBehind()).toBe(true);
  expect(await isBehind(OTHER)).toBe(false);
});

test("the backlog is read once in five seconds, however many ask, and also after a clock that was set back", async () => {
  const { world, isBehind, clock } = makeWatch();
  for (let n = 0; n < 20; n++) await isBehind();
  expect(world.asked).toBe(1);
  await clock.advance(4_999);
  await isBehind();
  expect(world.asked).toBe(1);
  await clock.advance(1);
  await isBehind();
  expect(world.asked).toBe(2);
  clock.leap(-3_600_000);
  await isBehind();
  expect(world.asked).toBe(3);
});

test("what can no longer be read is reported, holds for a minute, and then throttles nobody", async () => {
  const { world, isBehind, clock, reported } = makeWatch();
  world.waiting = 101;
  expect(await isBehind()).toBe(true);
  world.fails = true;
  await clock.advance(30_000);
  expect(await isBehind()).toBe(true);
  expect(reported).toHaveLength(1);
  await clock.advance(30_000);
  expect(await isBehind()).toBe(false);
});

test("while a relay is behind, those who send much are answered Amplitude's 429, and nobody else", async () => {
  const none = { quotaPerKey: undefined, quotaPerAddress: undefined, trustedProxies: [] };
  let isBehind = false;
  const to = makeIngest({
    rates: toRateSettings({ throttle: "amplitude", ...none }),
    isBehind: () => isBehind,
  });
  const events = (count: number, user_id: string) =>
    upload(Array.from({ length: count }, () => makeEvent({ user_id })));
  expect((await send(to, { path: "/batch", body: events(400, "noisy-1") })).status).toBe(200);
  isBehind = true;
  const { status, json } = await send(to, { path: "/batch", body: events(301, "noisy-1") });
  expect(status).toBe(429);
  expect(json).toMatchObject({
    error: "Too many requests for some devices and users",
    eps_threshold: 10,
    throttled_users: { "noisy-1": 11 },
    throttled_events: [300],
  });
  expect((await send(to, { path: "/batch", body: events(300, "calm-1") })).status).toBe(200);

  const off = makeIngest({
    rates: toRateSettings({ throttle: "off", ...none }),
    isBehind: () => true,
  });
  expect((await send(off, { path: "/batch", body: events(2_000, "noisy-1") })).status).toBe(200);
});
