import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { systemClock } from "@/lib/kernel/clock";
import { closeTheBooks, type Verdict } from "@/tests/chaos/books";
import { FAULTS } from "@/tests/chaos/faults";
import { startLoad } from "@/tests/chaos/load";
import { seeded } from "@/tests/chaos/seeded";
import { ChaosWorld } from "@/tests/chaos/world";

// CHAOS_SEED repeats a run's faults, CHAOS_SECONDS says how long, CHAOS_REPORT where the report goes.
const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const SECONDS = Number(process.env["CHAOS_SECONDS"] ?? 75);
const REPORT = process.env["CHAOS_REPORT"];
const CLIENTS = 4;
const WORKERS = 2;

test(
  `nothing is lost, doubled or out of order under random faults (seed ${SEED}, ${SECONDS} s)`,
  async () => {
    const random = seeded(SEED);
    const world = await ChaosWorld.start(WORKERS);
    const begun: string[] = [];
    try {
      const load = startLoad(world.url, world.apiKey, CLIENTS);
      const endMs = systemClock.now() + SECONDS * 1_000;
      while (systemClock.now() < endMs) {
        const fault = random.pick(FAULTS);
        begun.push(fault.name);
        const mend = fault.begin(world, random);
        await systemClock.sleep(random.between(500, 4_000));
        mend?.();
        await systemClock.sleep(random.between(200, 1_500));
      }
      await load.finish();
      const verdict = await closeTheBooks(world, load);
      report(begun, verdict, load.retries());
      expect(verdict.wrong).toEqual([]);
      expect(verdict.accepted).toBeGreaterThan(SECONDS);
    } catch (error) {
      process.stderr.write(
        `seed ${SEED}, faults: ${begun.join("; ")}\n${world.output().slice(-4_000)}\n`,
      );
      throw error;
    } finally {
      await world.close();
    }
  },
  (SECONDS + 240) * 1_000,
);

function report(begun: readonly string[], verdict: Verdict, retries: number): void {
  const { wrong, ...figures } = verdict;
  const lines = [
    `seed ${SEED}, ${SECONDS} s, ${begun.length} faults: ${begun.join("; ")}`,
    ...Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`),
    `  uploads sent again by the clients: ${retries}`,
    wrong.length === 0 ? "  the books agree" : `  WRONG: ${wrong.join("; ")}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (REPORT !== undefined) writeFileSync(REPORT, `${lines.join("\n")}\n`, { flag: "a" });
}
