import { mkdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { findLink, openBrowser, signIn } from "./lib/browser.mjs";
import { startDemo } from "./lib/demo-instance.mjs";
import { SCREENS, VARIANTS } from "./lib/screens.mjs";
import { setup } from "./lib/setup.mjs";

// Takes the README's pictures of a demo that has run for a while, into docs/screenshots/.
const FOLDER = "docs/screenshots";
const DELIVERIES_MIN = 200;
/** How long the demo runs at least; it fills the charts minute by minute: npm run screenshots -- --minutes 10 */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "1" } } });
const RUN_MS = Number(values.minutes) * 60_000;
/** Charts draw themselves, and relative times settle, after the page has loaded. */
const DRAW_MS = 1_000;

/** What the demo's sync selects, in two rows of one event. */
const FILTER = {
  events: ["Signed Up", "Song Played", "Purchase"],
  property_filters: {
    Purchase: [
      { property: "ep:price", op: "greater", values: ["10"] },
      { property: "ep:format", op: "is", values: ["Vinyl", "CD"] },
    ],
    "Song Played": [{ property: "gp:plan", op: "is not", values: ["(none)"] }],
  },
};

process.env.NODE_ENV = "production";
await setup("app");
const demo = await startDemo();
try {
  const sync = await fillDemo();
  const browser = await openBrowser();
  try {
    await takeAll(browser, sync);
  } finally {
    await browser.close();
  }
} finally {
  await demo.stop();
}

/** Waits for deliveries, and makes the sync's history worth showing. */
async function fillDemo() {
  const { data: projects } = await demo.call("GET", "/v1/projects");
  const destinations = `/v1/projects/${projects[0].id}/destinations`;
  const sync = await demo.until(async () => (await demo.call("GET", destinations)).data[0]);
  const path = `${destinations}/${sync.id}`;
  await demo.call("PATCH", path, { event_filter: { events: FILTER.events } });
  await demo.call("PATCH", path, { event_filter: FILTER });
  console.log(`Waiting for ${DELIVERIES_MIN} deliveries, ${values.minutes} min at least …`);
  await setTimeout(RUN_MS);
  await demo.until(async () => {
    const { data } = await demo.call("GET", `${path}/deliveries?limit=${DELIVERIES_MIN}`);
    return data.length >= DELIVERIES_MIN;
  });
  return `destinations/${sync.id}`;
}

async function takeAll(browser, sync) {
  const context = await browser.newContext();
  const project = await signIn(context, demo.url, demo.account.email, demo.account.password);
  const person = await findLink(context, `${project}/users`, "/users/");
  const places = {
    ":project": project,
    ":sync": `${project}/${sync}`,
    ":destination": await findLink(context, `${project}/catalog?tab=destinations`, "/catalog/"),
    ":person": person,
    ":why": await findLink(context, person, "/why?"),
    ":sandbox": demo.sandboxUrl,
  };
  const storageState = await context.storageState();
  mkdirSync(FOLDER, { recursive: true });
  for (const screen of SCREENS) {
    const address = screen.path.replace(/^:\w+/, (place) => places[place]);
    for (const variant of ["light", ...(screen.also ?? [])]) {
      await take(browser, storageState, { ...screen, address }, VARIANTS[variant]);
    }
  }
}

async function take(browser, storageState, { name, address, prepare }, { suffix, ...look }) {
  const context = await browser.newContext({
    ...look,
    ...{ storageState, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce" },
  });
  const page = await context.newPage();
  const response = await page.goto(address);
  if (response?.status() !== 200) throw new Error(`${address} answered ${response?.status()}`);
  await page.waitForTimeout(DRAW_MS);
  await prepare?.(page);
  const path = `${FOLDER}/${name}${suffix}.png`;
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await context.close();
  console.log(path);
}
