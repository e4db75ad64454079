import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FakeClock } from "@/tests/support/engine-clock";
import {
  EVENT_TYPES,
  type EventType,
  FarEnd,
  MODES,
  type Mode,
  type OneOff,
  type Poison,
  type RefusalStyle,
} from "@/tests/support/engine-far-end";
import { type Accident, EngineRunner, PROJECT } from "@/tests/support/engine-runner";
import { makeIncoming } from "@/tests/support/make-event";
import { MemoryLog } from "@/tests/support/memory-log";
import { MemoryStore } from "@/tests/support/memory-store";

// Random events, troubles, crashes and clocks against the promises that must hold whatever happens.

const SHARDS = 3;
const PEOPLE = 5;
const RUNS = 300;

type Command =
  | { readonly do: "append"; readonly events: readonly (readonly [number, EventType])[] }
  | { readonly do: "select"; readonly optional: boolean }
  | { readonly do: "mode"; readonly mode: Mode }
  | { readonly do: "poison"; readonly person: number; readonly how: Poison; readonly some: boolean }
  | { readonly do: "heal" }
  | { readonly do: "answers"; readonly list: readonly OneOff[] }
  | { readonly do: "refuse"; readonly style: RefusalStyle }
  | { readonly do: "turn"; readonly accident: Accident; readonly stopAfterMs: number | null }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "rebalance"; readonly shards: readonly number[] };

const person = fc.integer({ min: 1, max: PEOPLE });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      events: fc.array(
        fc.tuple(
          person,
          fc.oneof(
            { weight: 3, arbitrary: fc.constant("plain" as const) },
            fc.constantFrom(...EVENT_TYPES),
          ),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("turn" as const),
      accident: fc.oneof(
        { weight: 6, arbitrary: fc.constant<Accident>("none") },
        fc.constantFrom<Accident>("crash_before_settling", "crash_after_settling", "lease_lost"),
      ),
      stopAfterMs: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("advance" as const),
      ms: fc.constantFrom(1, 300, 1_500, 10_000, 90_000, 1_200_000, 7_200_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("poison" as const),
      person,
      how: fc.constantFrom<Poison>("internal", "gateway", "silent"),
      some: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("answers" as const),
      list: fc.array(
        fc.constantFrom<OneOff>("throttled", "retry_after", "gateway", "reset", "lost", "resend"),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("mode" as const), mode: fc.constantFrom(...MODES) }),
  },
  { weight: 2, arbitrary: fc.constant<Command>({ do: "heal" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("refuse" as const),
      style: fc.constantFrom<RefusalStyle>("partly", "listed", "blind"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("select" as const), optional: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rebalance" as const),
      shards: fc.subarray([0, 1, 2]),
    }),
  },
);

/** The engine under test with what the reference model has to remember of the past. */
class World {
  readonly clock = new FakeClock();
  readonly log = new MemoryLog(SHARDS);
  readonly store = new MemoryStore(SHARDS, { people: 2, eventsPerPerson: 3 });
  readonly farEnd: FarEnd;
  readonly poisonedOnce = new Set<number>();
  hadTrouble = false;
  #runners: readonly EngineRunner[];

  constructor(latenciesMs: readonly number[]) {
    this.farEnd = new FarEnd(this.clock, latenciesMs);
    this.#runners = [new EngineRunner(this, [0, 1, 2])];
  }

  async apply(command: Command): Promise<void> {
    switch (command.do) {
      case "append":
        return this.#append(command.events);
      case "select":
        this.farEnd.optionalSelected = command.optional;
        return;
      case "mode":
        this.hadTrouble ||= command.mode !== "well";
        this.farEnd.mode = command.mode;
        return;
      case "poison":
        this.poisonedOnce.add(command.person);
        this.farEnd.poison.set(command.some ? -command.person : command.person, command.how);
        return;
      case "heal":
        return this.farEnd.heal();
      case "answers":
        this.hadTrouble = true;
        // A second one in the same turn might meet the same request: then it is discarded, by the rule.
        this.farEnd.oneOffs.push(
          ...command.list.filter(
            (answer, index) =>
              answer !== "resend" ||
              (command.list.indexOf(answer) === index && !this.farEnd.oneOffs.includes(answer)),
          ),
        );
        return;
      case "refuse":
        this.farEnd.style = command.style;
        return;
      case "turn":
        return this.turn(command.accident, command.stopAfterMs);
      case "advance":
        return this.clock.advance(command.ms);
      case "rebalance": {
        const others = [0, 1, 2].filter((shard) => !command.shards.includes(shard));
        this.#runners = [command.shards, others].map((shards) => new EngineRunner(this, shards));
        return;
      }
    }
  }

  async turn(accident: Accident = "none", stopAfterMs: number | null = null): Promise<void> {
    await this.clock.run(
      Promise.all(this.#runners.map((runner) => runner.step(accident, stopAfterMs))),
    );
  }

  async #append(events: readonly (readonly [number, EventType])[]): Promise<void> {
    const receivedMs = this.clock.now();
    await this.log.append(
      PROJECT,
      events.map(([who, eventType]) =>
        makeIncoming({ userId: String(who), eventType, receivedMs }),
      ),
    );
  }

  get isDone(): boolean {
    const { store, log } = this;
    const read = store.cursors.reduce((sum, cursor) => sum + cursor.read, 0);
    return read === log.events.length && store.parked.size === 0;
  }

  /** With all trouble over, everything MUST find its end in bounded rounds and time. */
  async finish(): Promise<void> {
    this.farEnd.heal();
    const startMs = this.clock.now();
    for (let rounds = 0; !this.isDone; rounds++) {
      if (rounds > 400) throw new Error("something waits for ever");
      await this.turn();
      if (!this.isDone) await this.clock.advance(await this.#untilNext());
    }
    expect(this.clock.now() - startMs).toBeLessThan(5 * 3_600_000);
  }

  async #untilNext(): Promise<number> {
    const nowMs = this.clock.now();
    const times = await Promise.all(
      this.#runners.map(async (runner) =>
        runner.breaker.kind === "open" ? runner.breaker.probeAtMs : await runner.nextDue(),
      ),
    );
    const next = Math.min(...times.map((at) => at ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(next) ? Math.max(0, next - nowMs) : 0;
  }
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What holds at every moment. */
function checkAlways({ store, log, farEnd, poisonedOnce, hadTrouble }: World): void {
  const read = store.cursors.reduce((sum, cursor) => sum + cursor.read, 0);
  expect(read).toBe(sumOf(store.counts) + store.parked.size);
  const behind = log.events.filter(
    ({ shard, offset }) => offset <= (store.cursors[shard]?.position ?? 0),
  );
  expect(behind).toHaveLength(read);
  const ends = store.deliveries.map(({ event }) => event.offset);
  expect(new Set(ends).size).toBe(ends.length);
  expect(ends.filter((offset) => store.parked.has(offset))).toEqual([]);
  expect(farEnd.mostInFlightOfOne).toBeLessThanOrEqual(1);
  for (const [who, offsets] of farEnd.arrivals) {
    const fixed = offsets.filter((offset) => log.events[offset - 1]?.eventType !== "optional");
    const overtaken = fixed.filter((offset, index) => offset < (fixed[index - 1] ?? 0));
    if (overtaken.length > 0) throw new Error(`person ${who}: ${fixed} is not in order`);
  }
  const people = new Set([...store.parked.values()].map(({ event }) => event.personId));
  const innocent = [...people].filter((who) => !hadTrouble && !poisonedOnce.has(who));
  expect(innocent, "only whose trouble it is waits").toEqual([]);
}

/** What holds when all is settled: each event met the fate that its kind allows. */
function checkEnd({ store, log, farEnd, poisonedOnce, hadTrouble }: World): void {
  const fates = new Map(store.deliveries.map(({ event, kind }) => [event.offset, kind]));
  for (const { offset, eventType, personId } of log.events) {
    const fate = fates.get(offset) ?? "filtered";
    const arrived = farEnd.arrivals.get(personId)?.includes(offset) ?? false;
    const mayExpire = poisonedOnce.has(personId) || hadTrouble;
    const ends = {
      plain: ["delivered"],
      double: ["delivered"],
      alone: ["delivered"],
      optional: ["delivered", "filtered"],
      bad: ["discarded"],
      unsendable: ["discarded"],
    }[eventType as EventType];
    const allowed = mayExpire && eventType !== "unsendable" ? [...ends, "expired"] : ends;
    expect(allowed, `event ${offset}, ${eventType}`).toContain(fate);
    if (fate === "delivered") expect(arrived, `event ${offset} arrived`).toBe(true);
    if (fate === "discarded") expect(arrived, `event ${offset} did not arrive`).toBe(false);
  }
}

describe("whatever happens", () => {
  test("the sums agree, order holds, and everything finds its one end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 10, maxLength: 60, size: "max" }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 7 }),
        async (commands, latenciesMs) => {
          const world = new World(latenciesMs);
          for (const command of commands) {
            await world.apply(command);
            checkAlways(world);
          }
          await world.finish();
          checkAlways(world);
          checkEnd(world);
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});
