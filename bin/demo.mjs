import "./lib/end-with-npm.mjs";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setup } from "./lib/setup.mjs";

// A demo of its own beside whatever else runs here; anything may be overridden from outside.
process.env.NODE_ENV = "production";
const dataDir = process.env.DATA_DIR || "./.data/demo";
const defaults = {
  DATA_DIR: dataDir,
  SANDBOX: "1",
  DEMO: "1",
  LOG_LEVEL: "warn",
  ADMIN_EMAIL: "demo@example.com",
  ADMIN_PASSWORD: "tributary-demo",
  BOOTSTRAP_PROJECT: "Vinyl & Co:d3m0000000000000000000000000beef",
  BOOTSTRAP_API_TOKEN: demoToken(),
};
for (const [name, value] of Object.entries(defaults)) process.env[name] ||= value;

await setup("app");
await import("../dist/supervisor.js");

/** Full access to the demo, so it is no constant; the second start finds the first one's. */
function demoToken() {
  const file = join(dataDir, "api-token");
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8").trim();
}
