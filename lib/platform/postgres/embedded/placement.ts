import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/kernel/errors";
import { type Account, runAs } from "./account";
import { type Binaries, binaryPath } from "./binaries";

/** Where things go that the account cannot reach inside the checkout or DATA_DIR. Survives a reboot. */
const SHARED_ROOT = "/var/lib/tributary";
const POINTER = "postgres-location";

type Say = (line: string) => void;

/** Makes DATA_DIR, for nobody but us, and proves that it can be written. */
export function prepareDataDir(dataDir: string): void {
  try {
    // A folder that was there and is not ours is left as it is: it may be everybody's.
    const isOurs = !existsSync(dataDir) || existsSync(join(dataDir, "encryption-key"));
    mkdirSync(dataDir, { recursive: true });
    if (isOurs) chmodSync(dataDir, 0o700);
    const probe = join(dataDir, `.write-probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new AppError(
      "unavailable",
      `DATA_DIR ${dataDir} cannot be written (${reasonOf(error)}): make it writable, or set DATA_DIR to a folder that is.`,
    );
  }
}

/** The folder that holds, or will hold, the cluster. Below it `account` may read and write. */
export function placeCluster(dataDir: string, account: Account | undefined, say: Say): string {
  const inside = join(dataDir, "postgres");
  if (account === undefined) {
    requireOwnCluster(inside);
    return inside;
  }
  const pointer = join(dataDir, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, "utf8").trim();
  // Entering is all that others need; the keys in DATA_DIR are files of mode 0600.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  if (canEnter(dataDir, account)) return inside;
  const outside = join(SHARED_ROOT, randomBytes(6).toString("hex"), "postgres");
  makeSharedFolder(join(outside, ".."));
  writeFileSync(pointer, `${outside}\n`);
  say(
    `PostgreSQL runs as ${account.name}, who may not enter ${dataDir}: its data lie in ${outside}.`,
  );
  return outside;
}

/** The binaries themselves, or a copy made once where `account` can execute them. */
export function placeBinaries(
  binaries: Binaries,
  account: Account | undefined,
  say: Say,
): Binaries {
  if (account === undefined || canExecute(binaries, account)) return binaries;
  const root = join(SHARED_ROOT, `postgresql-${binaries.version}`);
  const copy = { ...binaries, root };
  if (existsSync(root)) return copy;
  makeSharedFolder(SHARED_ROOT);
  const staging = `${root}.${process.pid}`;
  cpSync(binaries.root, staging, { recursive: true, verbatimSymlinks: true });
  const opened = spawnSync("chmod", ["-R", "a+rX", staging]);
  if (opened.status !== 0) throw new Error(`chmod of ${staging} failed: ${opened.stderr}`);
  renameSync(staging, root);
  say(`PostgreSQL runs as ${account.name}, who may not enter node_modules: copied it to ${root}.`);
  return copy;
}

/** Gives a file or folder to the account; nothing to do when we run as ourselves. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

function requireOwnCluster(cluster: string): void {
  if (!existsSync(cluster) || statSync(cluster).uid === process.getuid?.()) return;
  throw new AppError(
    "unavailable",
    `The embedded database in ${cluster} belongs to another system user: start as the user who made it (root, when it was root), or set DATA_DIR to another folder.`,
  );
}

function makeSharedFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new AppError(
      "unavailable",
      `PostgreSQL cannot run as root, and ${path}, where another user could read it, cannot be made (${reasonOf(error)}): set DATA_DIR to a folder that every user may enter, or start as an ordinary user.`,
    );
  }
}

const canEnter = (folder: string, account: Account): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], runAs(account)).status === 0;

const canExecute = (binaries: Binaries, account: Account): boolean =>
  spawnSync(binaryPath(binaries, "postgres"), ["--version"], runAs(account)).status === 0;

const reasonOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
