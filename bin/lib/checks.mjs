import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, tool } from "./run.mjs";

const NODE = process.execPath;
const COLORS = process.stdout.isTTY ? "--colors=force" : "--colors=off";

/** Runs a program that passes or fails as a whole. */
async function check(label, args) {
  console.log(`\n── ${label}`);
  const { code } = await run(NODE, args);
  return { label, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Runs a test runner that writes a JSON report, and counts what the report says. */
async function tests(label, args, report) {
  console.log(`\n── ${label}`);
  const folder = mkdtempSync(join(tmpdir(), "tributary-report-"));
  const file = join(folder, "report.json");
  try {
    const { code } = await run(NODE, args(file), { env: report.env?.(file) });
    const { passed, failed } = report.count(readReport(file));
    // A runner that fails without a failed test (it could not start, a teardown broke) fails all the same.
    return { label, passed, failed: code === 0 ? failed : Math.max(failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

const VITEST = {
  count: (report) => ({
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 1,
  }),
};

const PLAYWRIGHT = {
  env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  count: (report) => ({
    passed: (report?.stats.expected ?? 0) + (report?.stats.flaky ?? 0),
    failed: report?.stats.unexpected ?? 1,
  }),
};

const vitest = (project) => (file) => [
  tool("vitest/vitest.mjs"),
  "run",
  `--project=${project}`,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${file}`,
];

/** Everything that needs neither a database nor a browser. */
export const FAST = [
  () => check("format and lint", [tool("@biomejs/biome/bin/biome"), "ci", COLORS, "."]),
  () => check("types", [tool("typescript/bin/tsc"), "--noEmit", "-p", "."]),
  () => check("dead code", [tool("knip/bin/knip.js"), "--no-progress"]),
  () => tests("unit tests", vitest("unit"), VITEST),
  () => tests("fuzz tests", vitest("fuzz"), VITEST),
];

export const SLOW = [
  () => tests("integration tests", vitest("integration"), VITEST),
  () => tests("chaos tests", vitest("chaos"), VITEST),
  () =>
    tests(
      "browser tests",
      () => [tool("@playwright/test/cli.js"), "test", "--reporter=list,json"],
      PLAYWRIGHT,
    ),
];

/** Runs all, also after a failure, and ends the process with the sum as the last line. */
export async function report(checks) {
  const results = [];
  for (const runCheck of checks) results.push(await runCheck());
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log("");
  for (const { label, passed, failed } of results) {
    console.log(`${failed === 0 ? "✓" : "✗"} ${label}: ${passed} passed, ${failed} failed`);
  }
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") === 0 ? 0 : 1);
}
