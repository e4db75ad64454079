import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { keepTrimmed, trimLog } from "@/lib/platform/postgres/embedded/log-file";

function logFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "tributary-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "postgres.log");
}

test("a log that is too large goes aside, and the writer goes on in the empty one", () => {
  const file = logFile();
  const writer = openSync(file, "a");
  onTestFinished(() => closeSync(writer));
  writeSync(writer, "long ago\n".repeat(20));
  expect(trimLog(file, 1_000)).toBe(180);
  expect(trimLog(file, 100)).toBe(0);
  writeSync(writer, "now\n");
  expect(readFileSync(file, "utf8")).toBe("now\n");
  expect(readFileSync(`${file}.1`, "utf8")).toHaveLength(180);
});

test("it is trimmed while the server runs, not only at its start", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const file = logFile();
  const said: string[] = [];
  const keeper = keepTrimmed(file, (line) => said.push(line));
  for (let round = 0; round < 3; round++) {
    appendFileSync(file, "x".repeat(10_000_001));
    vi.advanceTimersByTime(10_000);
    expect(readFileSync(file, "utf8")).toBe("");
  }
  keeper.stop();
  expect(said).toEqual([]);
});
