import { existsSync } from "node:fs";

/** Bundle name → entry. A bundle is one process, or is loaded into one. */
export const ENTRIES = {
  supervisor: "lib/supervisor/main.ts",
  "end-with-supervisor": "lib/supervisor/end-with-supervisor.ts",
  web: "lib/web/main.ts",
  worker: "lib/worker/main.ts",
  "heartbeat-thread": "lib/worker/heartbeat-thread.ts",
  sandbox: "lib/sandbox/main.ts",
  demo: "lib/demo/main.ts",
};

/** @returns {import("esbuild").BuildOptions} */
export const bundleOptions = () => ({
  entryPoints: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file))),
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  tsconfig: "tsconfig.json",
  logLevel: "warning",
});
