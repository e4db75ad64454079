/**
 * The screens of the README. `path` may hold `:project`, `:sync`, `:destination`, `:person` and `:why`; `prepare` brings the page to the state
 * that is shown; `also` names the variants beside light 1440 × 900.
 */
export const SCREENS = [
  { name: "overview", path: ":project/overview", also: ["dark"] },
  { name: "catalog", path: ":project/catalog?tab=destinations" },
  { name: "destination", path: ":destination" },
  { name: "settings", path: ":sync/settings", also: ["dark", "390"] },
  { name: "filters", path: ":sync/settings", prepare: openFilters },
  { name: "mappings", path: ":sync/mappings" },
  { name: "metrics", path: ":sync/metrics", also: ["dark"] },
  { name: "deliveries", path: ":sync/deliveries", also: ["390"] },
  { name: "delivery", path: ":sync/deliveries?outcome=delivered", prepare: openDelivery },
  { name: "history", path: ":sync/history" },
  { name: "sources", path: ":project/sources" },
  { name: "events", path: ":project/events" },
  { name: "users", path: ":person" },
  { name: "why", path: ":why" },
  { name: "audit-log", path: ":project/settings/audit-log" },
  { name: "sandbox", path: ":sandbox" },
];

/** Variant → how the browser looks at the page. */
export const VARIANTS = {
  light: { suffix: "", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { suffix: "-dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  390: { suffix: "-390", colorScheme: "light", viewport: { width: 390, height: 844 } },
};

async function openFilters(page) {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const panel = page.getByRole("button", { name: /Select and filter events/ });
  if ((await panel.getAttribute("aria-expanded")) !== "true") await panel.click();
  await panel.evaluate((button) => button.scrollIntoView({ block: "start" }));
  await page.evaluate(() => window.scrollBy(0, -80));
}

async function openDelivery(page) {
  await page.getByRole("row").nth(1).getByRole("button").click();
  await page.getByRole("dialog").locator("pre").first().waitFor();
}
