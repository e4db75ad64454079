import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCES = ["app", "bin", "components", "lib", "prisma", "public"];
const FILES = [
  "next.config.js",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** A copy of the program in a folder of its own. */
export interface Copy {
  readonly folder: string;
  remove(): void;
}

/**
 * The program with one more connector: its folder beside the first one, and a line in the registry. Nothing else of it
 * is touched. It is built as `npm start` builds it.
 */
export function copyWithEcho(): Copy {
  const folder = mkdtempSync(join(tmpdir(), "tributary-echo-"));
  chmodSync(folder, 0o755);
  for (const name of [...SOURCES, ...FILES]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  // Hard links where the file system allows them: a copy of node_modules takes long.
  const link = ["-al", join(ROOT, "node_modules"), join(folder, "node_modules")];
  try {
    execFileSync("cp", link, { stdio: "ignore" });
  } catch {
    execFileSync("cp", ["-a", "-T", ...link.slice(1)]);
  }
  cpSync(join(import.meta.dirname, "echo"), join(folder, "lib/engine/connectors/echo"), {
    recursive: true,
  });
  const registry = join(folder, "lib/engine/connectors/registry.ts");
  const text = readFileSync(registry, "utf8");
  const withLine = text.replace(/(const CONNECTORS: [^=]*= \[[^\]]*)\];/, "$1, echo];");
  if (withLine === text) throw new Error("the registry has no list of connectors");
  writeFileSync(
    registry,
    `import { echo } from "@/lib/engine/connectors/echo/connector";\n${withLine}`,
  );
  execFileSync(process.execPath, ["bin/setup.mjs"], { cwd: folder, stdio: "ignore" });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
