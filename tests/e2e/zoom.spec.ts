import type { Page } from "@playwright/test";
import {
  addClause,
  choose,
  EVENT_PROPERTIES,
  edit,
  enable,
  pressPanel,
  save,
  selectEvents,
} from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import {
  configOf,
  createSync,
  createWorkspace,
  ingest,
  mainProject,
  readSync,
} from "@/tests/e2e/support/world";

// A screen of 1440 × 900 at 200 %: the browser lays the page out in 720 × 450.
test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

test("at 200 % a sync is configured and enabled on the same pages", async ({ page }) => {
  const project = await mainProject();
  const workspace = await createWorkspace("zoomed");
  const sync = await createSync(project.id, "Zoomed", configOf(workspace));
  await ingest(project, [
    { user_id: "zoom-1", event_type: "Zoomed In", event_properties: { factor: 2 } },
  ]);
  await page.goto(`/projects/${project.id}/destinations`);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Open navigation" }).click();
  const drawer = page.getByRole("dialog", { name: "Navigation" });
  await expect(drawer.getByRole("link", { name: "Settings" })).toBeInViewport();
  await drawer.getByRole("link", { name: "Destinations" }).click();
  await expect(drawer).toBeHidden();
  await page.getByRole("link", { name: "Zoomed" }).click();
  await edit(page);
  await enable(page, "Status");
  await enable(page, "Send Events");
  await pressPanel(page, "Select and filter events");
  await page.getByRole("button", { name: "Select events…" }).click();
  await expect(page.getByRole("button", { name: "Done" })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await selectEvents(page, "Zoomed In");
  await addClause(page, "A", { property: "factor", operator: "greater than", values: ["1"] });
  await pressPanel(page, "Specify event properties to send");
  await choose(page, EVENT_PROPERTIES, "factor");
  await expectNoSidewaysScroll(page);
  await save(page);
  await expectNoSidewaysScroll(page);
  expect(await readSync(sync)).toMatchObject({
    enabled: true,
    event_filter: { events: ["Zoomed In"] },
  });
});

/** The page itself never scrolls sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const tooWide = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(tooWide).toBe(0);
}
