import { run, tool } from "./lib/run.mjs";
import { setup } from "./lib/setup.mjs";

// npm run fuzz -- [--minutes=N] [--seed=N]: each property of tests/fuzz on made-up inputs, for so long.

const options = new Map(
  process.argv.slice(2).map((argument) => argument.replace(/^--/, "").split("=")),
);
const unknown = [...options.keys()].filter((name) => !["minutes", "seed"].includes(name));
const minutes = Number(options.get("minutes") ?? 1);
const seed = Number(options.get("seed") ?? Date.now() % 2 ** 31);
if (unknown.length > 0 || !(minutes > 0) || !Number.isInteger(seed)) {
  console.error(
    `Use --minutes=N (of each property) and --seed=N; unknown: ${unknown.join(", ") || "none"}`,
  );
  process.exit(1);
}

await setup("tools");
const { code } = await run(process.execPath, [tool("vitest/vitest.mjs"), "run", "--project=fuzz"], {
  env: { FUZZ_MINUTES: String(minutes), FUZZ_SEED: String(seed) },
});
process.exit(code);
