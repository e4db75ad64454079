import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** 0.2.0, which knows Customer.io alone: a relay's shards it has to leave to others. */
const OLD_COMMIT = "8231f6f";
const FOLDER = resolve(".data", "older-worker");

/**
 * Path of the bundle of an older version's worker, made from the repository's history and with the packages of today;
 * null, and a line that says so, where the history does not reach back so far.
 */
export async function oldWorkerBundle(): Promise<string | null> {
  const bundle = join(FOLDER, OLD_COMMIT, "worker.js");
  if (existsSync(bundle)) return bundle;
  const source = join(FOLDER, `${OLD_COMMIT}.source`);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  try {
    const archive = execFileSync(
      "git",
      ["archive", OLD_COMMIT, "lib", "package.json", "tsconfig.json"],
      {
        maxBuffer: 100_000_000,
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    execFileSync("tar", ["-x", "-C", source], { input: archive });
  } catch {
    rmSync(source, { recursive: true, force: true });
    process.stdout.write(`no commit ${OLD_COMMIT} in this clone: no old worker runs beside\n`);
    return null;
  }
  await build({
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
    entryPoints: {
      worker: join(source, "lib/processes/worker/main.ts"),
      "heartbeat-thread": join(source, "lib/engine/worker/heartbeat-thread.ts"),
    },
    tsconfig: join(source, "tsconfig.json"),
    outdir: join(source, "dist"),
  });
  renameSync(join(source, "dist"), join(FOLDER, OLD_COMMIT));
  rmSync(source, { recursive: true, force: true });
  return bundle;
}
