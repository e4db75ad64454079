import type { Pool } from "pg";
import { describe, expect, test } from "vitest";
import { BreakerGuard } from "@/lib/engine/worker/breaker-guard";
import { Breakers } from "@/lib/engine/worker/breakers";
import { FakeClock, settled } from "@/tests/support/engine-clock";
import { credentialsRefused, internalError, throttled } from "@/tests/support/engine-doubles";
import { FarEnd } from "@/tests/support/engine-far-end";
import { SYNC } from "@/tests/support/engine-runner";

const never = new AbortController().signal;

/** The breakers table with its one row, at the wire: `down` makes every statement fail. */
class BreakerTable {
  owner: string | null = null;
  down = false;

  get pool(): Pool {
    const query = async (
      statement: string | { readonly name: string; readonly values: readonly unknown[] },
      values: readonly unknown[] = [],
    ) => {
      if (this.down) throw new Error("the database is away");
      if (typeof statement === "string") return this.#takeOver(values);
      if (statement.name === "open-breaker") this.owner ??= String(statement.values[3]);
      if (statement.name === "close-breaker" && this.owner === statement.values[1]) {
        this.owner = null;
      }
      return { rowCount: 0, rows: [] };
    };
    return { query } as unknown as Pool;
  }

  #takeOver([, from, to]: readonly unknown[]) {
    if (this.owner !== from) return { rowCount: 0 };
    this.owner = String(to);
    return { rowCount: 1 };
  }
}

function makeGuard(table: BreakerTable, worker: string, clock = new FakeClock()) {
  const errors: unknown[] = [];
  let opened = 0;
  const guard = new BreakerGuard(SYNC, {
    breakers: new Breakers(table.pool, worker),
    clock,
    onError: (error) => errors.push(error),
  });
  guard.whenOpened(() => {
    opened += 1;
  });
  return { guard, clock, errors, farEnd: new FarEnd(clock, [1]), opened: () => opened };
}

const sharedBy = (owner: string, ownerLives = true) => ({
  syncId: SYNC,
  owner,
  ownerLives,
});

describe("the breaker of a sync in a worker", () => {
  test("opens once, stops the turn at once, and is written down for the others", async () => {
    const table = new BreakerTable();
    const { guard, opened } = makeGuard(table, "me");
    guard.onAttempt(credentialsRefused);
    guard.onAttempt(credentialsRefused);
    expect(opened()).toBe(1);
    await settled();
    expect(table.owner).toBe("me");
  });

  test("after an outage: probe, trial, closed, and its row is gone", async () => {
    const table = new BreakerTable();
    const { guard, clock, farEnd } = makeGuard(table, "me");
    for (let n = 0; n < 5; n++) guard.onAttempt(internalError);
    expect(await guard.ready(farEnd, never)).toBe(1_000);
    await clock.advance(1_000);
    expect(await clock.run(guard.ready(farEnd, never))).toBe(0);
    expect(guard.trial).toBe(true);
    await guard.afterTrial(true);
    expect(guard.trial).toBe(false);
    expect(table.owner).toBeNull();
  });

  test.each([
    ["an hour back", -3_600_000],
    ["a month back", -30 * 86_400_000],
    ["a month forward", 30 * 86_400_000],
  ])(
    "is probed when its pause is over, also when the clock was set %s meanwhile",
    async (_, leapMs) => {
      const { guard, clock, farEnd } = makeGuard(new BreakerTable(), "me");
      for (let n = 0; n < 5; n++) guard.onAttempt(internalError);
      clock.leap(leapMs);
      expect(await guard.ready(farEnd, never)).toBe(1_000);
      await clock.advance(1_000);
      expect(await clock.run(guard.ready(farEnd, never))).toBe(0);
    },
  );

  test("whose trial is throttled all the time stands still again, not at the first 429", async () => {
    const table = new BreakerTable();
    const { guard, clock, farEnd } = makeGuard(table, "me");
    guard.onAttempt(credentialsRefused);
    await clock.advance(1_000);
    await clock.run(guard.ready(farEnd, never));
    guard.onAttempt(throttled);
    expect(guard.trial).toBe(true);
    await clock.advance(10_000);
    guard.onAttempt(throttled);
    await guard.afterTrial(false);
    expect(await guard.ready(farEnd, never)).toBeGreaterThan(0);
    expect(table.owner).toBe("me");
  });

  test("of another worker is waited for while that one lives", async () => {
    const table = new BreakerTable();
    table.owner = "other";
    const { guard, farEnd } = makeGuard(table, "me");
    expect(await guard.follow(sharedBy("other"))).toBe(true);
    expect(await guard.ready(farEnd, never)).toBeGreaterThan(0);
    expect(await guard.follow(null)).toBe(false);
    expect(await guard.ready(farEnd, never)).toBe(0);
  });

  test("of a dead worker is taken over by one alone, and probed at once", async () => {
    const table = new BreakerTable();
    table.owner = "dead";
    const mine = makeGuard(table, "me");
    const yours = makeGuard(table, "you");
    expect(await mine.guard.follow(sharedBy("dead", false))).toBe(true);
    expect(await yours.guard.follow(sharedBy("dead", false))).toBe(true);
    expect(table.owner).toBe("me");
    expect(await mine.clock.run(mine.guard.ready(mine.farEnd, never))).toBe(0);
    expect(mine.guard.trial).toBe(true);
    expect(await yours.guard.ready(yours.farEnd, never)).toBeGreaterThan(0);
  });

  test("is probed at once when somebody asks for it by taking its row away", async () => {
    const table = new BreakerTable();
    const { guard, clock, farEnd } = makeGuard(table, "me");
    guard.onAttempt(credentialsRefused);
    await settled();
    expect(await guard.ready(farEnd, never)).toBeGreaterThan(0);
    table.owner = "asked";
    expect(await guard.follow(sharedBy("asked", false))).toBe(false);
    expect(table.owner).toBe("me");
    expect(await clock.run(guard.ready(farEnd, never))).toBe(0);
    expect(guard.trial).toBe(true);
  });

  test("whose row could not be removed is removed at the next look: nobody waits for it for ever", async () => {
    const table = new BreakerTable();
    const { guard, clock, farEnd } = makeGuard(table, "me");
    guard.onAttempt(credentialsRefused);
    await clock.advance(1_000);
    await clock.run(guard.ready(farEnd, never));
    table.down = true;
    await expect(guard.afterTrial(true)).rejects.toThrow("away");
    table.down = false;
    expect(table.owner).toBe("me");
    expect(await guard.follow(sharedBy("me"))).toBe(false);
    expect(table.owner).toBeNull();
  });

  test("is probed at once when the settings change, also when a probe is under way", async () => {
    const table = new BreakerTable();
    const { guard, clock, farEnd } = makeGuard(table, "me");
    farEnd.mode = "unauthorised";
    guard.onAttempt(credentialsRefused);
    await clock.advance(1_000);
    const probing = guard.ready(farEnd, never);
    guard.probeNow();
    expect(await clock.run(probing)).toBe(1);
    farEnd.mode = "well";
    expect(await clock.run(guard.ready(farEnd, never))).toBe(0);
    expect(guard.trial).toBe(true);
  });
});
