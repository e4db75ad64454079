import { copyFileSync, statSync, truncateSync } from "node:fs";

/** Requests that end in an error write to it, so anybody can make it grow. */
const BYTES_MAX = 10_000_000;
const CHECK_MS = 10_000;

/**
 * Moves a log that has become too large to `file`.1, which is overwritten, and returns the size of what is left. The
 * server has it open for appending, so it goes on at the new end; a line that comes just then may be lost.
 */
export function trimLog(file: string, bytesMax: number = BYTES_MAX): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= bytesMax) return size;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
  return 0;
}

/** Trims it now and then until `stop`. */
export function keepTrimmed(file: string, say: (line: string) => void): { stop(): void } {
  const timer = setInterval(() => {
    try {
      trimLog(file);
    } catch (error) {
      clearInterval(timer);
      say(`${file} cannot be trimmed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }, CHECK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
