import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { systemClock } from "@/lib/kernel/clock";
import { closeTheBooks } from "./books";
import { FAULTS, type Fault } from "./faults";
import { startLoad } from "./load";
import { oldWorkerBundle } from "./old-worker";
import { seeded } from "./seeded";
import { startChaosWorld } from "./world";

// CHAOS_SEED repeats a run's faults, CHAOS_SECONDS says how long, CHAOS_REPORT is a file that gets a line of JSON.
const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const SECONDS = Number(process.env["CHAOS_SECONDS"] ?? 25);
const REPORT = process.env["CHAOS_REPORT"];
const CLIENTS = 4;
const WORKERS = 2;

test(
  `nothing is lost, doubled or out of order under random faults (seed ${SEED}, ${SECONDS} s)`,
  async () => {
    const random = seeded(SEED);
    const oldWorker = await oldWorkerBundle();
    const world = await startChaosWorld({ workers: WORKERS, oldWorker });
    const faults = world.clocks.databaseVariables === null ? withoutDatabaseClock() : FAULTS;
    const kinds = [...new Set(faults.map(({ kind }) => kind))];
    const begun: Fault[] = [];
    try {
      const load = startLoad(world.product.url, world.apiKey, CLIENTS);
      const endMs = performance.now() + SECONDS * 1_000;
      while (performance.now() < endMs) {
        const kind = random.pick(kinds);
        const fault = random.pick(faults.filter((each) => each.kind === kind));
        begun.push(fault);
        const mend = fault.begin(world, random);
        await systemClock.sleep(random.between(500, 4_000));
        mend?.();
        await systemClock.sleep(random.between(200, 1_500));
      }
      await load.finish();
      const { wrong, ...figures } = await closeTheBooks(world, load);
      report({
        seed: SEED,
        seconds: SECONDS,
        oldWorker: oldWorker !== null,
        oldWorkerRanToTheEnd: world.oldWorkerRuns(),
        faults: begun.map(({ kind, name }) => ({ kind, name })),
        ...figures,
        retries: load.retries(),
        wrong,
      });
      expect(wrong).toEqual([]);
      expect(figures.accepted).toBeGreaterThan(SECONDS);
    } catch (error) {
      process.stderr.write(
        `seed ${SEED}, faults: ${begun.map(({ name }) => name).join("; ")}\n${world.product.program.output().slice(-4_000)}\n`,
      );
      throw error;
    } finally {
      await world.close();
    }
  },
  (SECONDS + 240) * 1_000,
);

function withoutDatabaseClock(): typeof FAULTS {
  process.stdout.write("libfaketime is not installed: the database's clock stays right\n");
  return FAULTS.filter(({ name }) => !name.startsWith("clock of database"));
}

interface Report {
  readonly seed: number;
  readonly seconds: number;
  readonly faults: readonly { readonly kind: string; readonly name: string }[];
  readonly wrong: readonly string[];
  readonly [figure: string]: unknown;
}

function report({ faults, wrong, ...figures }: Report): void {
  const lines = [
    `${faults.length} faults: ${faults.map(({ name }) => name).join("; ")}`,
    ...Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`),
    wrong.length === 0 ? "  the books agree" : `  WRONG: ${wrong.join("; ")}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (REPORT === undefined) return;
  writeFileSync(REPORT, `${JSON.stringify({ ...figures, faults, wrong })}\n`, { flag: "a" });
}
