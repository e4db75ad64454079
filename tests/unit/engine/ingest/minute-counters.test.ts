import { expect, test } from "vitest";
import type { Answered } from "@/lib/engine/ingest/ingest";
import { createMinuteCounters, type MinuteCount } from "@/lib/engine/ingest/minute-counters";
import { NOW_MS, PROJECT } from "./make-ingest";

const accepted: Answered = {
  project: PROJECT,
  source: "http_v2",
  outcome: "accepted",
  reason: "",
  events: 5,
};
const rejected: Answered = { ...accepted, outcome: "rejected", reason: "invalid_events" };
const MINUTE = Math.floor(NOW_MS / 60_000) * 60_000;

function makeCounters() {
  const written: MinuteCount[] = [];
  const reported: unknown[] = [];
  let wake: () => void = () => undefined;
  const state = { nowMs: NOW_MS, fails: false };
  const counters = createMinuteCounters(
    async (count) => {
      if (state.fails) throw new Error("away");
      written.push(count);
    },
    {
      now: () => state.nowMs,
      sleep: () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
    },
    (error) => void reported.push(error),
  );
  return { counters, written, reported, state, wake: () => wake() };
}

test("requests of one minute become one row each kind, written after a while", async () => {
  const { counters, written, wake } = makeCounters();
  for (const answered of [accepted, rejected, accepted, rejected, rejected]) counters.add(answered);
  expect(written).toEqual([]);
  wake();
  await new Promise(setImmediate);
  expect(written).toEqual([
    { ...accepted, events: 0, requests: 2, minuteMs: MINUTE },
    { ...rejected, events: 15, requests: 3, minuteMs: MINUTE },
  ]);
});

test("another minute is another row", async () => {
  const { counters, written, state } = makeCounters();
  counters.add(rejected);
  state.nowMs += 60_000;
  counters.add(rejected);
  await counters.flush();
  expect(written.map(({ minuteMs }) => minuteMs)).toEqual([MINUTE, MINUTE + 60_000]);
});

test("what cannot be written is reported and written the next time, once", async () => {
  const { counters, written, reported, state } = makeCounters();
  counters.add(accepted);
  state.fails = true;
  await counters.flush();
  expect(reported).toHaveLength(1);
  counters.add(accepted);
  state.fails = false;
  await counters.flush();
  await counters.flush();
  expect(written.map(({ requests }) => requests)).toEqual([2]);
});
