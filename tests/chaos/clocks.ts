import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export type Clocked = "web" | "worker" | "database";

/** Where Debian and its kin keep libfaketime. */
const LIBRARIES = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib64/faketime/libfaketime.so.1",
  "/usr/lib/faketime/libfaketime.so.1",
];

/** The clocks of a product's processes, which can be set while they run. */
export interface Clocks {
  /** For web and workers; other Node processes are not touched. */
  readonly nodeVariables: Readonly<Record<string, string>>;
  /** For PostgreSQL; null where libfaketime is not installed: then its clock cannot be set. */
  readonly databaseVariables: Readonly<Record<string, string>> | null;
  /** So far from the truth; 0 is the truth. It takes a second at most until all have noticed. */
  set(whose: Clocked, shiftMs: number): void;
  remove(): void;
}

export function makeClocks(): Clocks {
  const dir = mkdtempSync(join(tmpdir(), "tributary-clocks-"));
  // The database's system user reads them too.
  chmodSync(dir, 0o755);
  const set = (whose: Clocked, shiftMs: number) => {
    const seconds = Math.round(shiftMs / 1_000);
    const text = whose === "database" ? `${seconds < 0 ? "" : "+"}${seconds}` : String(shiftMs);
    writeFileSync(join(dir, whose), text, { mode: 0o644 });
  };
  for (const whose of ["web", "worker", "database"] as const) set(whose, 0);
  const library = LIBRARIES.find((path) => existsSync(path));
  const preload = pathToFileURL(join(import.meta.dirname, "shifted-clock.mjs")).href;
  return {
    nodeVariables: { CLOCK_DIR: dir, NODE_OPTIONS: `--import ${preload}` },
    databaseVariables:
      library === undefined
        ? null
        : {
            LD_PRELOAD: library,
            FAKETIME_TIMESTAMP_FILE: join(dir, "database"),
            FAKETIME_CACHE_DURATION: "1",
            FAKETIME_DONT_FAKE_MONOTONIC: "1",
            FAKETIME_DISABLE_SHM: "1",
          },
    set,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
