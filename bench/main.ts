import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { hostile } from "@/bench/figures/hostile";
import { impact } from "@/bench/figures/impact";
import { ingestion } from "@/bench/figures/ingestion";
import { isolation } from "@/bench/figures/isolation";
import { latency } from "@/bench/figures/latency";
import { loads } from "@/bench/figures/loads";
import { manySyncs } from "@/bench/figures/many-syncs";
import { metricsWindows } from "@/bench/figures/metrics-windows";
import { outage } from "@/bench/figures/outage";
import { peopleSearch } from "@/bench/figures/people-search";
import { peopleSize } from "@/bench/figures/people-size";
import { readCost } from "@/bench/figures/read-cost";
import { stages } from "@/bench/figures/stages";
import { transform } from "@/bench/figures/transform";
import { wholePath } from "@/bench/figures/whole-path";
import type { Figure } from "./bench";
import { topFunctions } from "./cpu-profile";
import { type BenchOptions, type FigureName, parseOptions, USAGE } from "./options";
import { formatTable, isWithin, type Row } from "./report";
import { startWorld } from "./world";

/** `hostile` has products of its own and a table of its own. */
type WorldFigure = Exclude<FigureName, "hostile">;

const FIGURE: Readonly<Record<WorldFigure, Figure>> = {
  transform,
  stages,
  "whole-path": wholePath,
  loads,
  ingestion,
  latency,
  "many-syncs": manySyncs,
  outage,
  "read-cost": readCost,
  isolation,
  "people-size": peopleSize,
  "people-search": peopleSearch,
  metrics: metricsWindows,
  impact,
};

const say = (line: string): void => console.log(line);

async function run(options: BenchOptions): Promise<void> {
  const startedMs = performance.now();
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown CPU"}, Node ${process.versions.node}`;
  say(`${machine}; load ${describeLoad()}`);
  const names = options.only.filter((name): name is WorldFigure => name !== "hostile");
  const rows = names.length > 0 ? await measure(names, options) : [];
  const hostileTable = options.only.includes("hostile")
    ? await hostile(options.product, say)
    : null;
  const seconds = (performance.now() - startedMs) / 1_000;
  if (names.length > 0) say(`\n${formatTable(rows)}`);
  if (hostileTable !== null) say(`\n${hostileTable}`);
  say(
    `\n${machine}; load ${describeLoad()} at the end; ${seconds.toFixed(0)} s; ${options.workers} worker(s).`,
  );
  say(
    "Only the ratios mean something: everything, the load generator and the sandbox included, shares these cores, and floor and measured ran in turn.",
  );
  if (options.json !== null) writeJson(options.json, machine, rows);
}

async function measure(
  names: readonly WorldFigure[],
  options: BenchOptions,
): Promise<readonly Row[]> {
  const profileDir = mkdtempSync(join(tmpdir(), "tributary-profile-"));
  const rows: Row[] = [];
  const failed: FigureName[] = [];
  const measured: { fromMicros: number; toMicros: number }[] = [];
  const world = await startWorld(options, profileDir);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void world.stop().then(() => process.exit(1)));
  }
  try {
    const bench = { options, world, say, measured };
    for (const name of names) {
      say(`${name} …`);
      try {
        rows.push(...(await FIGURE[name](bench)));
      } catch (error) {
        failed.push(name);
        console.error(error);
      }
    }
  } finally {
    await world.stop();
  }
  if (options.profile !== null) {
    say(`\nSelf time of ${options.profile} in the measured runs:`);
    for (const line of topFunctions(profileDir, measured)) say(line);
  }
  rmSync(profileDir, { recursive: true, force: true });
  if (failed.length === 0) return rows;
  say(`\n${formatTable(rows)}`);
  throw new Error(`not measured: ${failed.join(", ")}`);
}

const describeLoad = (): string =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(" ");

function writeJson(file: string, machine: string, rows: readonly Row[]): void {
  const figures = rows.map((row) => ({ ...row, within: isWithin(row) }));
  writeFileSync(file, `${JSON.stringify({ machine, load: loadavg(), figures }, null, 2)}\n`);
}

try {
  await run(parseOptions(process.argv.slice(2), availableParallelism()));
  process.exit(0);
} catch (error) {
  const isUsage = error instanceof RangeError;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error);
  process.exit(1);
}
