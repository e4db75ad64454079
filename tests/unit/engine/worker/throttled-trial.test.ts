import { expect, test } from "vitest";
import { FakeClock } from "@/tests/support/engine-clock";
import { FarEnd } from "@/tests/support/engine-far-end";
import { EngineRunner, PROJECT } from "@/tests/support/engine-runner";
import { makeIncoming } from "@/tests/support/make-event";
import { MemoryLog } from "@/tests/support/memory-log";
import { MemoryStore } from "@/tests/support/memory-store";

const SHARDS = 16;
const EVENTS = 700;

/** Runs turns and probes until so much time has passed. */
async function runFor(ms: number, clock: FakeClock, runner: EngineRunner): Promise<void> {
  const untilMs = clock.now() + ms;
  while (clock.now() < untilMs) {
    const read = await clock.run(runner.step());
    if (read === 0) await clock.advance(100);
  }
}

test.each([
  ["that takes two requests per second", 2],
  ["that takes twenty requests per second", 20],
])(
  "after an outage that ends in a destination %s, the backlog is delivered",
  async (_, perSecond) => {
    const clock = new FakeClock();
    const log = new MemoryLog(SHARDS);
    const store = new MemoryStore(SHARDS, { people: 100, eventsPerPerson: 20 });
    const farEnd = new FarEnd(clock, [5]);
    farEnd.perSecond = perSecond;
    const runner = new EngineRunner({ clock, log, store, farEnd }, [...Array(SHARDS).keys()]);
    farEnd.mode = "down";
    await log.append(
      PROJECT,
      Array.from({ length: EVENTS }, (_, n) =>
        makeIncoming({ userId: String(n % 150), eventType: "plain", receivedMs: clock.now() }),
      ),
    );
    await runFor(120_000, clock, runner);
    expect(runner.breaker.kind).toBe("open");
    farEnd.mode = "slow";
    // A batch of the double's size carries about four events.
    await runFor(300_000, clock, runner);
    expect(store.counts).toMatchObject({ delivered: EVENTS });
  },
);
