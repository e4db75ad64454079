import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { run, tool } from "./run.mjs";

const NODE = process.execPath;
const COLORS = process.stdout.isTTY ? "--colors=force" : "--colors=off";

/** Runs a program that passes or fails as a whole. */
async function check(label, args) {
  console.log(`\n── ${label}`);
  const { code } = await run(NODE, args);
  return { label, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notes: [] };
}

/** Runs a test runner that writes a JSON report, and counts what the report says. */
async function tests(label, args, report) {
  console.log(`\n── ${label}`);
  const folder = mkdtempSync(join(tmpdir(), "tributary-report-"));
  const file = join(folder, "report.json");
  try {
    const { code } = await run(NODE, args(file), { env: report.env?.(file) });
    const { passed, failed, notes } = report.count(readReport(file));
    // A runner that fails without a failed test (it could not start, a teardown broke) fails all the same.
    return { label, passed, failed: code === 0 ? failed : Math.max(failed, 1), notes };
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

// What failed is named once more at the end, beside what passed at its second try only: both are read there, not in
// thousands of lines above.
const note = (passed, name, message) =>
  `${passed ? "passed at the second try" : "failed"}: ${name}: ${firstLine(message)}`;

const firstLine = (message) => stripVTControlCharacters(message ?? "no message").split("\n")[0];

const VITEST = {
  count: (report) => ({
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 1,
    notes: (report?.testResults ?? []).flatMap(({ name, message, assertionResults }) => {
      const file = relative(process.cwd(), name);
      if (assertionResults.length === 0 && message !== "") return [note(false, file, message)];
      return assertionResults
        .filter(({ failureMessages }) => failureMessages.length > 0)
        .map(({ status, fullName, failureMessages }) =>
          note(status === "passed", `${file} › ${fullName}`, failureMessages[0]),
        );
    }),
  }),
};

const PLAYWRIGHT = {
  env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  count: (report) => ({
    passed: (report?.stats.expected ?? 0) + (report?.stats.flaky ?? 0),
    failed: report?.stats.unexpected ?? 1,
    notes: (report?.suites ?? [])
      .flatMap(specsOf)
      .flatMap(({ file, title, tests: runs }) =>
        runs
          .filter(({ status }) => status === "flaky" || status === "unexpected")
          .map(({ status, results }) =>
            note(status === "flaky", `tests/e2e/${file} › ${title}`, results[0]?.error?.message),
          ),
      ),
  }),
};

const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

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
  for (const runCheck of checks) {
    const from = performance.now();
    const result = await runCheck();
    results.push({ ...result, seconds: Math.round((performance.now() - from) / 1000) });
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log("");
  for (const { label, passed, failed, seconds, notes } of results) {
    const mark = failed === 0 ? "✓" : "✗";
    console.log(`${mark} ${label}: ${passed} passed, ${failed} failed, ${seconds} s`);
    for (const line of notes) console.log(`    ${line}`);
  }
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") === 0 ? 0 : 1);
}
