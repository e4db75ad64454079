import { join } from "node:path";
import { ROOT } from "./lib/root.mjs";
import { run, tool } from "./lib/run.mjs";
import { setup } from "./lib/setup.mjs";

// npm run chaos -- [--seed=N] [--seconds=N] [--report=FILE]: random faults under load, at most ten minutes.

const SECONDS_DEFAULT = 120;
const SECONDS_MAX = 540;

const options = new Map(
  process.argv.slice(2).map((argument) => argument.replace(/^--/, "").split("=")),
);
const unknown = [...options.keys()].filter((name) => !["seed", "seconds", "report"].includes(name));
const seconds = Number(options.get("seconds") ?? SECONDS_DEFAULT);
if (unknown.length > 0 || !(seconds >= 1 && seconds <= SECONDS_MAX)) {
  console.error(
    `Use --seed=N, --seconds=N (1 to ${SECONDS_MAX}) and --report=FILE; unknown: ${unknown.join(", ") || "none"}`,
  );
  process.exit(1);
}

await setup("app");
const { code } = await run(
  process.execPath,
  [tool("vitest/vitest.mjs"), "run", "--project=chaos", "tests/chaos/chaos.test.ts"],
  {
    env: {
      CHAOS_SECONDS: String(seconds),
      CHAOS_SEED: options.get("seed") ?? String(Date.now() % 1_000_000),
      CHAOS_REPORT: options.get("report") ?? join(ROOT, ".data", "chaos-report.txt"),
    },
  },
);
process.exit(code);
