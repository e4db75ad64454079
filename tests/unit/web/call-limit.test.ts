import { expect, test } from "vitest";
import { toMetricsText } from "@/lib/admin/operations/metrics-text";
import { CallLimit } from "@/lib/web/call-limit";

const makeClock = () => {
  let now = 0;
  return {
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
    sleep: () => Promise.resolve(),
  };
};

test("the thirteenth call of a minute is refused, for this key only, until a minute has passed", async () => {
  const clock = makeClock();
  const limit = new CallLimit(clock, { perMinute: 12, atOnce: 4 });
  const call = (key: number) => limit.run(key, async () => "done");
  for (let n = 0; n < 12; n++) await call(1);
  await expect(call(1)).rejects.toMatchObject({ code: "rate_limited" });
  await expect(call(2)).resolves.toBe("done");
  clock.advance(60_000);
  await expect(call(1)).resolves.toBe("done");
});

test("the fifth call at once is refused, and a failed call gives its place back", async () => {
  const limit = new CallLimit(makeClock(), { perMinute: 100, atOnce: 4 });
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const running = Array.from({ length: 4 }, () =>
    limit.run(1, async () => {
      await gate;
      throw new Error("failed");
    }),
  );
  await expect(limit.run(1, async () => 1)).rejects.toMatchObject({ code: "rate_limited" });
  release();
  await Promise.allSettled(running);
  await expect(limit.run(1, async () => 1)).resolves.toBe(1);
});

test("metrics text escapes what a label may hold", () => {
  const text = toMetricsText([
    {
      name: "m",
      type: "gauge",
      help: "Help.",
      samples: [{ labels: { a: 'x"y\\z\n' }, value: 1 }],
    },
    { name: "empty", type: "gauge", help: "None.", samples: [] },
  ]);
  expect(text).toBe('# HELP m Help.\n# TYPE m gauge\nm{a="x\\"y\\\\z\\n"} 1\n');
});
