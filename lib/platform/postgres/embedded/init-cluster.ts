import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "@/lib/kernel/errors";
import { type Account, runAs } from "./account";
import { type Binaries, binaryPath } from "./binaries";
import { giveTo } from "./placement";

export const SUPERUSER = "tributary";
const STAGING_ABANDONED_MS = 10 * 60_000;

/** The cluster's password: random, made once, readable by us alone. */
export function clusterPassword(dataDir: string, cluster: string): string {
  const file = join(dataDir, "postgres.password");
  if (!existsSync(file)) {
    if (existsSync(cluster)) {
      throw new AppError(
        "unavailable",
        `${file} is missing, so the embedded database in ${cluster} cannot be opened: put the file back, or set DATA_DIR to another folder.`,
      );
    }
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}

/**
 * Makes the cluster when there is none. It is built beside its final place and renamed, so that a
 * crash in the middle never leaves half a cluster to be started.
 */
export function initCluster(options: {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly cluster: string;
  readonly password: string;
  readonly durable: boolean;
}): void {
  const { binaries, account, cluster, password } = options;
  if (existsSync(cluster)) return;
  removeAbandonedStaging(cluster);
  const staging = mkdtempSync(`${cluster}.init-`);
  giveTo(account, staging);
  try {
    const passwordFile = join(staging, "password");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(account, passwordFile);
    const built = join(staging, "data");
    const run = spawnSync(
      binaryPath(binaries, "initdb"),
      [
        `--pgdata=${built}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        ...(options.durable ? [] : ["--no-sync"]),
      ],
      { ...runAs(account), encoding: "utf8" },
    );
    if (run.status !== 0) {
      const why = (run.error?.message ?? run.stderr).trim().split("\n").slice(-3).join(" ");
      throw new AppError("unavailable", `initdb could not make ${cluster}: ${why}`);
    }
    renameUnlessMadeMeanwhile(built, cluster);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function renameUnlessMadeMeanwhile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function removeAbandonedStaging(cluster: string): void {
  const parent = dirname(cluster);
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(`${basename(cluster)}.init-`)) continue;
    if (Date.now() - statSync(path).mtimeMs > STAGING_ABANDONED_MS) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
