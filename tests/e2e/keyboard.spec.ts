import type { Page } from "@playwright/test";
import { tabAndPress, tabTo } from "@/tests/e2e/support/keys";
import { toggle } from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import { createWorkspace, ingest, mainProject } from "@/tests/e2e/support/world";

// Nothing here touches the mouse: only keys, and where the focus is.

test("a sync is made, configured and enabled by the keyboard alone", async ({ page }) => {
  test.slow(); // some hundred keys, one at a time
  const project = await mainProject();
  const workspace = await createWorkspace("keyboard");
  await ingest(project, [
    { user_id: "keys-1", event_type: "Key Pressed", event_properties: { letter: "a" } },
  ]);
  await page.goto(`/projects/${project.id}/overview`);
  const type = (text: string) => page.keyboard.type(text);
  const button = (name: string) => page.getByRole("button", { name });

  await tabAndPress(page, page.getByRole("link", { name: "Catalog" }).first());
  await expect(page.getByRole("heading", { name: "Catalog", level: 1 })).toBeVisible();
  await tabAndPress(page, page.getByRole("link", { name: "Destinations" }).last());
  await tabAndPress(page, page.getByRole("link", { name: "Customer.io - Event Streaming" }));
  await tabTo(page, page.getByLabel("Sync name"));
  await type("By keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "By keyboard", level: 1 })).toBeVisible();

  await tabAndPress(page, button("Edit"));
  await tabAndPress(page, toggle(page, "Status"), "Space");
  await tabTo(page, page.getByLabel("Customer.io Site ID"));
  await type(workspace.siteId);
  await tabTo(page, page.getByRole("textbox", { name: "Tracking API Key" }));
  await type(workspace.apiKey);
  await tabAndPress(page, button("Test connection"));
  await expect(page.getByText(/Connected: workspace/)).toBeVisible();
  await tabAndPress(page, toggle(page, "Send Events"), "Space");

  await tabAndPress(page, button("Select and filter events"));
  await tabAndPress(page, button("Select events…"));
  await pick(page, "Search events", "Key Pressed");
  await tabAndPress(page, button("Done"));
  await tabAndPress(page, button("where: add a filter to row A"));
  await pick(page, "Search properties", "letter");
  await tabAndPress(page, button("Select value…"));
  await pick(page, "Search or type a value", "a");
  await tabAndPress(page, button("Done"));

  await tabAndPress(page, button("Specify event properties to send"));
  await pick(page, "Search event properties", "letter");
  await tabTo(page, button("Save"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(button("Edit")).toBeVisible();

  await ingest(project, [
    { user_id: "keys-1", event_type: "Key Pressed", event_properties: { letter: "a" } },
    { user_id: "keys-1", event_type: "Key Pressed", event_properties: { letter: "b" } },
  ]);
  await expect
    .poll(async () => (await workspace.events()).map(({ data }) => data["letter"]))
    .toEqual(["a"]);
});

test("the first Tab of a page leads past the navigation", async ({ page }) => {
  const { id } = await mainProject();
  await page.goto(`/projects/${id}/overview`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("Escape closes what was opened and gives the focus back", async ({ page }) => {
  const { id } = await mainProject();
  await page.goto(`/projects/${id}/catalog?tab=destinations`);
  const filter = page.getByRole("button", { name: "Filter" });
  await tabAndPress(page, filter);
  await expect(page.getByRole("dialog", { name: "Filter" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Filter" })).toBeHidden();
  await expect(filter).toBeFocused();
});

/** Types a name in a search box that the keyboard has reached, and takes what is found first. */
async function pick(page: Page, search: string, name: string): Promise<void> {
  const box = page.getByRole("combobox", { name: search });
  await tabTo(page, box);
  await page.keyboard.type(name);
  await expect(page.getByRole("option", { name }).first()).toBeVisible();
  await page.keyboard.press("Enter");
}
