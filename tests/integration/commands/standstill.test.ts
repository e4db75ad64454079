import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { superviseChild } from "@/lib/processes/supervisor/child-process";
import { isRunning } from "@/tests/support/processes";
import { until } from "@/tests/support/until";

let dist: string;

beforeAll(async () => {
  mkdirSync(".data", { recursive: true });
  dist = mkdtempSync(join(process.cwd(), ".data/test-dist-"));
  await build({
    entryPoints: ["lib/processes/supervisor/end-with-supervisor.ts"],
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  copyFileSync(join(import.meta.dirname, "doubles/standstill.mjs"), join(dist, "standstill.mjs"));
});

afterAll(() => rmSync(dist, { recursive: true, force: true }));

const supervise = (...args: string[]) =>
  superviseChild({
    name: "double",
    folder: dist,
    bundle: "standstill.mjs",
    args,
    env: process.env,
    standstillSeconds: 3,
  });

test("a process whose loop stands still is killed and started again", async () => {
  const child = supervise("stand");
  await child.ready;
  const first = child.pid();
  await until("another process runs", () => child.pid() !== first);
  expect(isRunning(first ?? 0)).toBe(false);
  await child.stop(0);
});

test("a process whose loop turns is left alone, however long it has nothing to say", async () => {
  const child = supervise("turn");
  const other = supervise("stand");
  await Promise.all([child.ready, other.ready]);
  const [pid, standing] = [child.pid(), other.pid()];
  await until("the one that stands still was replaced", () => other.pid() !== standing);
  expect(child.pid()).toBe(pid);
  await Promise.all([child.stop(0), other.stop(0)]);
});
