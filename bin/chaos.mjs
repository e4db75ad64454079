import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chaosTable } from "./lib/chaos-table.mjs";
import { provideFaketime } from "./lib/faketime.mjs";
import { ROOT } from "./lib/root.mjs";
import { run, tool } from "./lib/run.mjs";
import { setup } from "./lib/setup.mjs";

// npm run chaos -- [--seed=N] [--seeds=N] [--seconds=N] [--report=FILE]: random faults under load, once for each seed
// from --seed on; then innocent clients beside each hostile one; then the table of all that the README shows.

const SECONDS_DEFAULT = 120;
const SECONDS_MAX = 540;
const SEEDS_MAX = 1_000;

const options = new Map(
  process.argv.slice(2).map((argument) => argument.replace(/^--/, "").split("=")),
);
const known = ["seed", "seeds", "seconds", "report"];
const unknown = [...options.keys()].filter((name) => !known.includes(name));
const seconds = Number(options.get("seconds") ?? SECONDS_DEFAULT);
const seeds = Number(options.get("seeds") ?? 1);
const first = Number(options.get("seed") ?? Date.now() % 1_000_000);
const isWithin = (value, max) => Number.isInteger(value) && value >= 1 && value <= max;
if (unknown.length > 0 || !isWithin(seconds, SECONDS_MAX) || !isWithin(seeds, SEEDS_MAX)) {
  console.error(
    `Use --seed=N, --seeds=N (1 to ${SEEDS_MAX}), --seconds=N (1 to ${SECONDS_MAX}) and --report=FILE; unknown: ${unknown.join(", ") || "none"}`,
  );
  process.exit(1);
}

await setup("app");
await provideFaketime();
const report = options.get("report") ?? join(ROOT, ".data", "chaos-report.jsonl");
rmSync(report, { force: true });
const failed = [];

for (let seed = first; seed < first + seeds; seed++) {
  const { code } = await chaos("tests/chaos/chaos.test.ts", {
    CHAOS_SECONDS: String(seconds),
    CHAOS_SEED: String(seed),
  });
  if (code !== 0) failed.push(`seed ${seed}`);
}
const { code } = await chaos("tests/chaos/hostile.test.ts", { HOSTILE_MS: "3000" });
if (code !== 0) failed.push("innocents beside hostile clients");

const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n") : [];
console.log(`\n${chaosTable(lines.map((line) => JSON.parse(line)))}\n`);
console.log(failed.length === 0 ? "all of it held" : `FAILED: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);

function chaos(file, env) {
  return run(process.execPath, [tool("vitest/vitest.mjs"), "run", "--project=chaos", file], {
    env: { ...env, CHAOS_REPORT: report },
  });
}
