import { setup } from "./lib/setup.mjs";

process.env.NODE_ENV = "production";
await setup("bundles");
await import("../dist/verify-audit.js");
