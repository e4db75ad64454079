import "./lib/end-with-npm.mjs";
import { bundleOptions } from "./lib/bundle.mjs";
import { setup } from "./lib/setup.mjs";

// Next reloads pages by itself; the supervisor restarts a process when its bundle changes.
process.env.NODE_ENV = "development";
await setup("bundles");
const { context } = await import("esbuild");
const bundles = await context(bundleOptions());
await bundles.watch();
await import("../dist/supervisor.js");
