import "./lib/end-with-npm.mjs";
import { bundleOptions } from "./lib/bundle.mjs";
import { setup } from "./lib/setup.mjs";

// Measures the built processes beside a bare program that does the same I/O: see bench/.
process.env.NODE_ENV = "production";
await setup("app");
const { build } = await import("esbuild");
const entries = ["main", "floor-web", "floor-reader", "floor-sink", "loop-probe"];
await build({
  ...bundleOptions(),
  entryPoints: Object.fromEntries(entries.map((name) => [name, `bench/${name}.ts`])),
  outdir: "dist/bench",
});
await import("../dist/bench/main.js");
