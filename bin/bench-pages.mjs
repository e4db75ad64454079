import { parseArgs } from "node:util";
import { findLink, openBrowser, signIn } from "./lib/browser.mjs";
import "./lib/root.mjs";

// How long a page of a running instance takes to show its largest part, and how much JavaScript it loads for that.
// Each visit starts with an empty browser cache; the first one only warms the server.
const VISITS = 4;
const SETTLE_MS = 700;

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    email: { type: "string", default: "demo@example.com" },
    password: { type: "string", default: "tributary-demo" },
  },
});

const browser = await openBrowser();
try {
  await main();
} finally {
  await browser.close();
}

async function main() {
  const context = await browser.newContext();
  const project = await signIn(context, values.url, values.email, values.password);
  const settings = await findLink(context, `${project}/destinations`, "/destinations/");
  const person = await findLink(context, `${project}/users`, "/users/");
  const storageState = await context.storageState();
  const sync = settings.replace(/\/settings$/, "");
  const sections = ["overview", "catalog", "sources", "destinations", "events", "users"];
  const pages = [
    ...sections.map((path) => `${project}/${path}`),
    person,
    ...["settings", "mappings", "deliveries", "history"].map((tab) => `${sync}/${tab}`),
    ...["", "/api-keys", "/api-tokens", "/members", "/names", "/audit-log"].map(
      (tab) => `${project}/settings${tab}`,
    ),
  ];
  console.log("LCP ms (median)  first byte  JavaScript kB (compressed)  page");
  for (const page of pages) {
    // One page that cannot be measured does not cost the others their figures.
    await report(page, storageState).catch(({ message }) => console.log(message));
  }
}

async function report(address, storageState) {
  const visits = [];
  for (let visit = 0; visit < VISITS; visit++) visits.push(await measure(address, storageState));
  const warm = visits.slice(1);
  const cells = [
    median(warm.map(({ lcp }) => lcp))
      .toFixed(0)
      .padStart(15),
    median(warm.map(({ firstByte }) => firstByte))
      .toFixed(0)
      .padStart(10),
    `${(warm[0].compressed / 1000).toFixed(0)} of ${(warm[0].plain / 1000).toFixed(0)}`.padStart(
      26,
    ),
    new URL(address).pathname,
  ];
  console.log(cells.join("  "));
}

async function measure(address, storageState) {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  const response = await page.goto(address, { waitUntil: "load" });
  if (response?.status() !== 200) throw new Error(`${address} answered ${response?.status()}`);
  await page.waitForTimeout(SETTLE_MS);
  const figures = await page.evaluate(readFigures);
  await context.close();
  return figures;
}

/** Runs in the page. What is fetched after `load` is for the pages that may come next. */
async function readFigures() {
  const [navigation] = performance.getEntriesByType("navigation");
  const lcp = await new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
  });
  const scripts = performance
    .getEntriesByType("resource")
    .filter(
      ({ name, startTime }) => /\.js(\?|$)/.test(name) && startTime < navigation.loadEventEnd,
    );
  const sum = (key) => scripts.reduce((total, script) => total + script[key], 0);
  return {
    lcp,
    firstByte: navigation.responseStart,
    compressed: sum("encodedBodySize"),
    plain: sum("decodedBodySize"),
  };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
