import { FAST, report } from "./lib/checks.mjs";
import { setup } from "./lib/setup.mjs";

await setup("tools");
await report(FAST);
