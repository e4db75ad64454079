import { existsSync, readFileSync, statSync } from "node:fs";
import { bundleOptions } from "./bundle.mjs";
import { fingerprint, unlessDone } from "./fingerprint.mjs";
import "./root.mjs";
import { must, tool } from "./run.mjs";

const NODE = process.execPath;
const TOOLCHAIN = ["package-lock.json", "tsconfig.json"];
const GENERATED = "lib/platform/postgres/generated";

/**
 * Brings the checkout to where `what` can run, doing only what has changed since the last time:
 * `tools` packages and the generated database client; `bundles` also the process bundles; `app` also
 * the production build of the admin app.
 */
export async function setup(what) {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  await install();
  await generate();
  if (what === "tools") return;
  await bundle();
  if (what === "app") await build();
}

async function install() {
  const stamp = "node_modules/.tributary-installed";
  const inputs = fingerprint(["package-lock.json"]);
  if (!existsSync(stamp) && installedByHand()) return;
  await unlessDone(stamp, inputs, async () => {
    console.log("Installing packages …");
    await must("Installing packages", "npm", ["ci", "--include=dev", "--no-audit", "--no-fund"]);
  });
}

/** npm writes its own record of what it has installed. */
function installedByHand() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(record)) return false;
  if (statSync(record).mtimeMs >= statSync("package-lock.json").mtimeMs) return true;
  const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const installed = packages(record);
  return Object.entries(packages("package-lock.json")).every(
    ([path, { version, optional }]) =>
      path === "" || optional || installed[path]?.version === version,
  );
}

async function generate() {
  const inputs = fingerprint(["prisma/schema.prisma", "package-lock.json"]);
  await unlessDone(`${GENERATED}/.stamp`, inputs, () =>
    must("Generating the database client", NODE, [tool("prisma/build/index.js"), "generate"], {
      // Generating needs no engine; naming any file keeps Prisma from downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: NODE,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    }),
  );
}

async function bundle() {
  const inputs = fingerprint(["lib", "bin/lib/bundle.mjs", ...TOOLCHAIN]);
  await unlessDone("dist/.stamp", inputs, async () => {
    const { build: esbuild } = await import("esbuild");
    await esbuild(bundleOptions());
  });
}

async function build() {
  const own = ["lib/processes"];
  const sources = ["app", "components", "lib", "public", "next.config.js", "postcss.config.mjs"];
  const inputs = fingerprint([...sources, "proxy.ts", "instrumentation.ts", ...TOOLCHAIN], own);
  await unlessDone(".next/.stamp", inputs, async () => {
    console.log("Building the app …");
    await must("Building the app", NODE, [tool("next/dist/bin/next"), "build"], {
      NODE_ENV: "production",
    });
  });
}
