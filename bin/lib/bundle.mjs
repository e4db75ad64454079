import { existsSync } from "node:fs";

/** Bundle name → entry. A bundle is one process, or is loaded into one. */
const ENTRIES = {
  supervisor: "lib/processes/supervisor/main.ts",
  "end-with-supervisor": "lib/processes/supervisor/end-with-supervisor.ts",
  "rotate-key": "lib/processes/supervisor/rotate-key.ts",
  "verify-audit": "lib/processes/supervisor/verify-audit.ts",
  web: "lib/processes/web/main.ts",
  worker: "lib/processes/worker/main.ts",
  cli: "lib/processes/cli/main.ts",
  "heartbeat-thread": "lib/engine/worker/heartbeat-thread.ts",
  sandbox: "sandbox/main.ts",
  demo: "sandbox/demo/main.ts",
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
