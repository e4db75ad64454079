import { expect, test } from "vitest";
import { DatabaseClock } from "@/lib/engine/worker/database-clock";
import { FakeClock } from "@/tests/support/engine-clock";

const T0 = Date.UTC(2026, 0, 15);
const MONTH_MS = 30 * 86_400_000;

/** The worker's host and the database's: each may be set on its own. */
function makeClocks() {
  const host = new FakeClock(T0);
  const database = new FakeClock(T0 + MONTH_MS);
  const clock = new DatabaseClock(
    () => host.monotonic(),
    (ms, signal) => host.sleep(ms, signal),
  );
  const pass = (ms: number) => Promise.all([host.advance(ms), database.advance(ms)]);
  return { host, database, clock, pass };
}

test("a host whose clock is a month off stamps by the database's", async () => {
  const { host, database, clock, pass } = makeClocks();
  expect(clock.leapTo(database.now()), "the first word is no leap").toBe(0);
  clock.follow(database.now());
  expect(clock.now()).toBe(T0 + MONTH_MS);
  host.leap(-MONTH_MS);
  await pass(1_500);
  expect(clock.now()).toBe(T0 + MONTH_MS + 1_500);
  expect(clock.leapTo(database.now())).toBe(0);
});

test("a database whose clock is set is followed, and by how much is said", async () => {
  const { database, clock, pass } = makeClocks();
  clock.follow(database.now());
  database.leap(-3_600_000);
  await pass(1_500);
  expect(clock.leapTo(database.now())).toBe(-3_600_000);
  clock.follow(database.now());
  expect(clock.now()).toBe(database.now());
});

test("what the network takes is no leap: the clock runs on evenly", async () => {
  const { database, clock, pass } = makeClocks();
  clock.follow(database.now());
  await pass(1_500);
  const saidMs = database.now() - 200;
  expect(clock.leapTo(saidMs)).toBe(0);
  clock.follow(saidMs);
  expect(clock.now()).toBe(database.now());
});

test("a first word that came late is made good by the next: nothing is stamped before it happened", async () => {
  const { database, clock, pass } = makeClocks();
  clock.follow(database.now() - 300);
  expect(clock.now()).toBe(database.now() - 300);
  await pass(1_000);
  clock.follow(database.now() - 2);
  expect(clock.now()).toBe(database.now() - 2);
  await pass(1_000);
  clock.follow(database.now() - 200);
  expect(clock.now()).toBe(database.now() - 2);
});
