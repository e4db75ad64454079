import { FAST, report, SLOW } from "./lib/checks.mjs";
import { provideChromium } from "./lib/chromium.mjs";
import { provideFaketime } from "./lib/faketime.mjs";
import { freePort } from "./lib/free-port.mjs";
import { setup } from "./lib/setup.mjs";

await setup("app");
process.env.CHROMIUM_PATH = await provideChromium();
await provideFaketime();
process.env.E2E_PORT ??= String(await freePort());
await report([...FAST, ...SLOW]);
