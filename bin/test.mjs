import { FAST, report, SLOW } from "./lib/checks.mjs";
import { provideChromium } from "./lib/chromium.mjs";
import { setup } from "./lib/setup.mjs";

await setup("app");
process.env.CHROMIUM_PATH = await provideChromium();
await report([...FAST, ...SLOW]);
