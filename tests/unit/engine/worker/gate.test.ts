import { describe, expect, test } from "vitest";
import { WorkspaceGate } from "@/lib/engine/worker/workspace-gates";
import { FakeClock, settled } from "@/tests/support/engine-clock";

const PER_SECOND = 1_000;
const never = new AbortController().signal;

async function fullGate(places = 20) {
  const clock = new FakeClock();
  const gate = new WorkspaceGate("us site", clock, 20 / places);
  const releases: (() => void)[] = [];
  for (let n = 0; n < places; n++) {
    const release = await clock.run(gate.enter(never, PER_SECOND));
    if (release === null) throw new Error("the gate was full too early");
    releases.push(release);
  }
  return { clock, gate, releases };
}

describe("the gate of a workspace", () => {
  test("lets no more than its share of twenty requests through at once", async () => {
    const { clock, gate, releases } = await fullGate(10);
    let entered = false;
    const entering = gate.enter(never, PER_SECOND).then((release) => {
      entered = true;
      return release;
    });
    await settled();
    expect(entered).toBe(false);
    releases[0]?.();
    await clock.advance(10);
    expect(entered).toBe(true);
    expect(await entering).not.toBeNull();
  });

  test("whoever waits for a place goes at once when the turn is stopped, and takes none", async () => {
    const { clock, gate, releases } = await fullGate();
    const stop = new AbortController();
    const results: unknown[] = [];
    for (let n = 0; n < 3; n++) {
      void gate.enter(stop.signal, PER_SECOND).then((result) => results.push(result));
    }
    const patient = gate.enter(never, PER_SECOND);
    await settled();
    expect(results).toEqual([]);
    stop.abort();
    await settled();
    expect(results).toEqual([null, null, null]);
    releases[0]?.();
    expect(await clock.run(patient)).not.toBeNull();
  });

  test("many that wait for the rate with the turn's one signal are no leak to warn of", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const gate = new WorkspaceGate("us site", new FakeClock(), 1);
    const stop = new AbortController();
    const entering = Array.from({ length: 20 }, () => gate.enter(stop.signal, 1));
    await settled();
    stop.abort();
    await Promise.all(entering);
    await settled();
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  test("whoever waits for the rate goes at once when the turn is stopped, and gives the place back", async () => {
    const clock = new FakeClock();
    const gate = new WorkspaceGate("us site", clock, 20);
    const first = await clock.run(gate.enter(never, 1));
    first?.();
    const stop = new AbortController();
    const waiting = gate.enter(stop.signal, 1);
    await settled();
    stop.abort();
    expect(await waiting).toBeNull();
    await clock.advance(60_000);
    expect(await clock.run(gate.enter(never, 1))).not.toBeNull();
  });

  test("a stopped turn does not enter a gate that has room", async () => {
    const gate = new WorkspaceGate("us site", new FakeClock(), 1);
    expect(await gate.enter(AbortSignal.abort(), PER_SECOND)).toBeNull();
  });

  test("serves those who wait in the order in which they came", async () => {
    const { clock, gate, releases } = await fullGate();
    const order: number[] = [];
    for (const n of [1, 2, 3]) void gate.enter(never, PER_SECOND).then(() => order.push(n));
    for (const release of releases.slice(0, 3)) {
      release();
      await clock.advance(10);
    }
    expect(order).toEqual([1, 2, 3]);
  });

  test("a line of many does not keep another line waiting: they take turns", async () => {
    const { clock, gate, releases } = await fullGate();
    const order: string[] = [];
    const enter = (name: string, line: number) =>
      void gate.enter(never, PER_SECOND, line).then(() => order.push(name));
    for (const n of [1, 2, 3, 4]) enter(`flood ${n}`, 1);
    for (const n of [1, 2]) enter(`small ${n}`, 2);
    for (const release of releases.slice(0, 6)) {
      release();
      await clock.advance(10);
    }
    expect(order).toEqual(["flood 1", "small 1", "flood 2", "small 2", "flood 3", "flood 4"]);
  });

  test.each([-30 * 86_400_000, -3_600_000, 3_600_000, 30 * 86_400_000])(
    "halves after a 429 and lets requests through at its rate, also when the clock is set by %d ms",
    async (leapMs) => {
      const clock = new FakeClock();
      const gate = new WorkspaceGate("us site", clock, 1);
      expect(gate.throttle(100)?.rate).toBe(50);
      clock.leap(leapMs);
      expect(gate.throttle(100)).toBeNull();
      await clock.advance(1_000);
      expect(gate.throttle(100)?.rate).toBe(25);
      const startMs = clock.monotonic();
      for (let n = 0; n < 50; n++) (await clock.run(gate.enter(never, 100)))?.();
      expect(clock.monotonic() - startMs).toBeGreaterThan(500);
      expect(clock.monotonic() - startMs).toBeLessThan(3_000);
    },
  );
});
