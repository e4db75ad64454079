import { describe, expect, test } from "vitest";
import {
  afterAttempt,
  afterProbe,
  afterTrial,
  type Breaker,
  CLOSED,
  type OpenBreaker,
} from "@/lib/engine/pipeline/deliver/breaker";
import type { Attempt } from "@/lib/engine/pipeline/ports";
import {
  accepts,
  attemptOf,
  batchOf,
  credentialsRefused,
  internalError,
  throttled,
  waits,
} from "@/tests/support/engine-doubles";

const T0 = 1_000_000;
const success = accepts(batchOf([]));

/** Attempts one after the other, each `stepMs` after the one before. */
const breakerAfter = (attempts: readonly Attempt[], stepMs = 1, from: Breaker = CLOSED): Breaker =>
  attempts.reduce(
    (breaker, attempt, index) => afterAttempt(breaker, attempt, T0 + index * stepMs),
    from,
  );

const times = (count: number, attempt: Attempt) => Array.from({ length: count }, () => attempt);

function opened(breaker: Breaker): OpenBreaker {
  if (breaker.kind !== "open") throw new Error(`the breaker is ${breaker.kind}`);
  return breaker;
}

const openBreaker = (attempt: Attempt = internalError) => opened(breakerAfter(times(5, attempt)));

describe("the breaker opens", () => {
  test("at once when the destination asks for more than five seconds: nobody asks before they are over", () => {
    const asked = breakerAfter([waits("throttled", 429, 900_000)]);
    expect(opened(asked).probeAtMs).toBe(T0 + 900_000);
    expect(breakerAfter([waits("throttled", 429, 5_000)]).kind).toBe("closed");
  });

  test("at the fifth failure in a row, not at the fourth", () => {
    expect(breakerAfter(times(4, internalError)).kind).toBe("closed");
    expect(breakerAfter(times(5, internalError))).toMatchObject({
      kind: "open",
      reason: "server_error",
      probeAtMs: T0 + 4 + 1_000,
    });
  });

  test("not for being throttled many times within ten seconds: the rate gives way", () => {
    expect(breakerAfter(times(100, throttled), 10).kind).toBe("closed");
    expect(breakerAfter(times(11, throttled), 1_000).kind).toBe("open");
  });

  test("when everything has failed for ten seconds", () => {
    expect(breakerAfter(times(2, internalError), 9_999).kind).toBe("closed");
    expect(breakerAfter(times(2, internalError), 10_000).kind).toBe("open");
  });

  test("at once when the destination is unwell", () => {
    expect(breakerAfter([credentialsRefused])).toMatchObject({
      kind: "open",
      reason: "credentials_refused",
    });
  });

  test.each([
    ["an accepted request", success],
    ["a refused request", attemptOf({ kind: "unattributable", message: "no" }, 400)],
    ["an answer to be sent again", attemptOf({ kind: "resend", message: "?" }, 207)],
  ])("not when %s lies between: the destination was there", (_, answered) => {
    const attempts = [...times(4, internalError), answered, ...times(4, internalError)];
    expect(breakerAfter(attempts).kind).toBe("closed");
    expect(breakerAfter([internalError, answered, internalError], 9_000).kind).toBe("closed");
  });

  test("not again while it is open: the first reason stays", () => {
    const open = openBreaker();
    expect(afterAttempt(open, credentialsRefused, T0 + 50)).toBe(open);
    expect(afterAttempt(open, success, T0 + 50)).toBe(open);
  });
});

describe("probes of an open breaker", () => {
  test("come after 1 s and twice as late each time, up to 60 s", () => {
    let breaker = openBreaker();
    const waitsMs = [breaker.probeAtMs - (T0 + 4)];
    for (let n = 0; n < 8; n++) {
      const nowMs = breaker.probeAtMs;
      breaker = opened(afterProbe(breaker, waits("unreachable"), nowMs));
      waitsMs.push(breaker.probeAtMs - nowMs);
    }
    expect(waitsMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test("say the latest reason", () => {
    const breaker = afterProbe(openBreaker(), credentialsRefused, T0 + 5_000);
    expect(breaker).toMatchObject({ reason: "credentials_refused" });
  });

  test("never come before Retry-After", () => {
    expect(openBreaker(waits("server_error", 503, 5_000)).probeAtMs).toBe(T0 + 4 + 5_000);
    const later = afterProbe(openBreaker(), waits("throttled", 429, 600_000), T0);
    expect(opened(later).probeAtMs).toBe(T0 + 600_000);
  });

  test("that succeed begin a trial", () => {
    expect(afterProbe(openBreaker(), success, T0)).toMatchObject({ kind: "trial" });
  });
});

describe("a trial", () => {
  const trial = afterProbe(openBreaker(), success, T0);

  test("closes the breaker when it went well", () => {
    expect(afterTrial(openBreaker(), true, T0)).toBe(CLOSED);
  });

  test("that went badly opens it for twice as long", () => {
    expect(afterTrial(openBreaker(), false, T0 + 9_000)).toMatchObject({
      kind: "open",
      probeAtMs: T0 + 9_000 + 2_000,
    });
  });

  test.each([
    ["refused credentials", credentialsRefused],
    ["told to wait for long", waits("throttled", 429, 60_000)],
  ])("ends at once when an event is %s", (_, attempt) => {
    expect(afterAttempt(trial, attempt, T0 + 100).kind).toBe("open");
  });

  test("goes on while some events are taken and the others throttled", () => {
    const mixed = times(20, throttled).flatMap((attempt) => [attempt, success]);
    expect(breakerAfter(mixed, 4_000, trial).kind).toBe("trial");
  });

  test("ends when everything was throttled for ten seconds", () => {
    expect(breakerAfter(times(10, throttled), 1_000, trial).kind).toBe("trial");
    expect(breakerAfter(times(11, throttled), 1_000, trial).kind).toBe("open");
  });

  test("begins although the probe itself is throttled: others use what the destination takes", () => {
    expect(afterProbe(openBreaker(), throttled, T0).kind).toBe("trial");
    expect(afterProbe(openBreaker(), waits("throttled", 429, 60_000), T0).kind).toBe("open");
  });

  test("goes on when one person's event fails: it may be that person's trouble", () => {
    expect(breakerAfter(times(10, internalError), 1, trial)).toBe(trial);
  });
});
