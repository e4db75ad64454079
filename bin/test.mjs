import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAST, report, SLOW } from "./lib/checks.mjs";
import { provideChromium } from "./lib/chromium.mjs";
import { provideFaketime } from "./lib/faketime.mjs";
import { freePort } from "./lib/free-port.mjs";
import { setup } from "./lib/setup.mjs";

await setup("app");
process.env.CHROMIUM_PATH = await provideChromium();
await provideFaketime();
process.env.E2E_PORT ??= String(await freePort());
if (process.env.E2E_DATA_DIR === undefined) {
  const dataDir = join(tmpdir(), `tributary-e2e-${process.pid}`);
  process.env.E2E_DATA_DIR = dataDir;
  process.on("exit", () => rmSync(dataDir, { recursive: true, force: true }));
}
await report([...FAST, ...SLOW]);
