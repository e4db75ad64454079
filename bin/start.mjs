import "./lib/end-with-npm.mjs";
import { setup } from "./lib/setup.mjs";

process.env.NODE_ENV = "production";
await setup("app");
await import("../dist/supervisor.js");
