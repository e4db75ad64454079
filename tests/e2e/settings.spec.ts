import type { Page } from "@playwright/test";
import { edit, enable, openTab, save, toggle } from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import {
  APP_URL,
  configOf,
  createSync,
  createWorkspace,
  mainProject,
  readSync,
} from "@/tests/e2e/support/world";

const siteId = (page: Page) => page.getByLabel("Customer.io Site ID");
const apiKey = (page: Page) => page.getByRole("textbox", { name: "Tracking API Key" });
const saveButton = (page: Page) => page.getByRole("button", { name: "Save", exact: true });
/** What the form announces. */
const said = (page: Page) => page.getByRole("form").getByRole("alert");
const cancel = (page: Page) => page.getByRole("button", { name: "Cancel", exact: true }).click();

let projectId: number;

test.beforeAll(async () => {
  projectId = (await mainProject()).id;
});

test("Cancel gives edits up, Save keeps them, and there is nothing to save before the first edit", async ({
  page,
}) => {
  const sync = await createSync(projectId, "Edit and cancel");
  await page.goto(sync.path("settings"));
  await edit(page);
  await expect(saveButton(page)).toBeDisabled();
  await siteId(page).fill("given-up");
  await expect(saveButton(page)).toBeEnabled();
  await cancel(page);
  await page.getByRole("button", { name: "Discard edits" }).click();
  await edit(page);
  await expect(siteId(page)).toHaveValue("");
  await siteId(page).fill("kept");
  await save(page);
  await expect(page.getByText("kept")).toBeVisible();
  await page.reload();
  await expect(page.getByText("kept")).toBeVisible();
});

for (const [trouble, fail] of [
  [
    "is cut off",
    (page: Page, path: string) =>
      page.route(`**${path}`, (route) =>
        route.request().method() === "POST" ? route.abort() : route.fallback(),
      ),
  ],
  [
    "is answered with an error",
    (page: Page, path: string) =>
      page.route(`**${path}`, (route) =>
        route.request().method() === "POST"
          ? route.fulfill({ status: 500, body: "no" })
          : route.fallback(),
      ),
  ],
] as const) {
  test(`nothing typed is lost when a save ${trouble}`, async ({ page }) => {
    const sync = await createSync(projectId, `A save that ${trouble}`);
    await page.goto(sync.path("settings"));
    await edit(page);
    await siteId(page).fill("typed-once");
    await apiKey(page).fill("typed-key-9876");
    await enable(page, "Send Events");
    await fail(page, sync.path("settings"));
    await saveButton(page).click();
    await expect(said(page)).toContainText("Nothing was saved");
    await expect(siteId(page)).toHaveValue("typed-once");
    await expect(apiKey(page)).toHaveValue("typed-key-9876");
    await page.unrouteAll();
    await save(page);
    expect(await readSync(sync)).toMatchObject({
      config: { site_id: "typed-once" },
      send_events: true,
    });
  });
}

test("a sync that is refused by the server says why at the field and keeps what was typed", async ({
  page,
}) => {
  const sync = await createSync(projectId, "Refused");
  await page.goto(sync.path("settings"));
  await edit(page);
  await siteId(page).fill("has:colon");
  await saveButton(page).click();
  await expect(siteId(page)).toHaveAccessibleDescription(/without colons or spaces/);
  await expect(siteId(page)).toHaveValue("has:colon");
});

test("unsaved edits are not left without a question: by a link, by Back, by closing the page", async ({
  page,
}) => {
  const sync = await createSync(projectId, `Leaving ${test.info().retry}`);
  await page.goto(`/projects/${projectId}/destinations`);
  await page.getByRole("link", { name: sync.name }).click();
  await edit(page);
  await siteId(page).fill("unsaved");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });

  await page.getByRole("link", { name: "Catalog" }).click();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(siteId(page)).toHaveValue("unsaved");

  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(siteId(page)).toHaveValue("unsaved");

  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(siteId(page)).toHaveValue("unsaved");

  await page.getByRole("link", { name: "Catalog" }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { name: "Catalog", level: 1 })).toBeVisible();
  expect(await readSync(sync)).not.toMatchObject({ config: { site_id: "unsaved" } });
});

test("of two people who edit one sync the second is told, shown the difference, and can save over it", async ({
  page,
  browser,
  session,
}) => {
  const workspace = await createWorkspace("two-people");
  const sync = await createSync(projectId, "Two people", configOf(workspace));
  const other = await browser.newContext({ baseURL: APP_URL, storageState: session });
  const second = await other.newPage();
  await Promise.all([page.goto(sync.path("settings")), second.goto(sync.path("settings"))]);
  await Promise.all([edit(page), edit(second)]);

  await siteId(page).fill("by-the-first");
  await enable(page, "Create & Update Users");
  await save(page);

  await siteId(second).fill("by-the-second");
  await saveButton(second).click();
  const dialog = second.getByRole("dialog", { name: "This sync was changed meanwhile" });
  const row = dialog.getByRole("row").filter({ hasText: "Customer.io Site ID" });
  await expect(row).toContainText("by-the-first");
  await expect(row).toContainText("by-the-second");
  await expect(row).toContainText("changed by both");
  await expect(dialog.getByRole("row").filter({ hasText: "Create & Update Users" })).toContainText(
    "changed meanwhile",
  );

  await dialog.getByRole("button", { name: "Keep editing" }).click();
  await expect(siteId(second)).toHaveValue("by-the-second");
  await saveButton(second).click();
  await dialog.getByRole("button", { name: "Save my edits over it" }).click();
  await expect(second.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  expect(await readSync(sync)).toMatchObject({
    config: { site_id: "by-the-second" },
    send_users: true,
  });
  await other.close();
});

test("enabling an incomplete sync says what is missing, at the fields", async ({ page }) => {
  const sync = await createSync(projectId, "Incomplete");
  await page.goto(sync.path("settings"));
  await edit(page);
  await enable(page, "Status");
  await saveButton(page).click();
  await expect(said(page).filter({ hasText: "Nothing was saved" })).toContainText(
    "Customer.io Site ID: Enter the Customer.io Site ID to enable this sync",
  );
  await expect(siteId(page)).toHaveAccessibleDescription(
    /Enter the Customer.io Site ID to enable this sync/,
  );
  await expect(apiKey(page)).toHaveAccessibleDescription(
    /Enter the Tracking API Key to enable this sync/,
  );
  await expect(siteId(page)).toBeFocused();
  await said(page).getByRole("button", { name: "Tracking API Key: Enter" }).click();
  await expect(apiKey(page)).toBeFocused();
  await expect(toggle(page, "Status")).toBeChecked();
  expect(await readSync(sync)).toMatchObject({ enabled: false });
});

test("a stored key never comes back: in no page, no answer, no history, not in the API", async ({
  page,
}) => {
  const key = "very-secret-tracking-key-7f3a";
  const sync = await createSync(projectId, "Secret", { config: { site_id: "secret-site" } });
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    answers.push(response.text().catch(() => ""));
  });
  await page.goto(sync.path("settings"));
  await edit(page);
  await apiKey(page).fill(key);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(/Customer\.io refused these credentials/)).toBeVisible();
  await save(page);
  await expect(page.getByText("stored, ends in 7f3a")).toBeAttached();
  await edit(page);
  await expect(apiKey(page)).toBeHidden();
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(/Customer\.io refused these credentials/)).toBeVisible();
  await cancel(page);
  for (const tab of ["Mappings", "Deliveries", "History", "Settings"]) {
    await openTab(page, tab);
    expect(await page.content()).not.toContain(key);
  }
  await page.reload();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  expect(await page.content()).not.toContain(key);
  expect(JSON.stringify(await readSync(sync))).not.toContain(key);
  const seen = (await Promise.all(answers)).filter((text) => text.includes(key));
  expect(seen).toEqual([]);
});

test.describe("Test connection", () => {
  const test_ = (page: Page) => page.getByRole("button", { name: "Test connection" }).click();

  test("says the workspace and the region of credentials that work", async ({ page }) => {
    const workspace = await createWorkspace("connects", { environment_id: 777 });
    const sync = await createSync(projectId, "Connects", configOf(workspace));
    await page.goto(sync.path("settings"));
    await edit(page);
    await test_(page);
    await expect(said(page)).toContainText("Connected: workspace 777, region US");
  });

  test("says that a wrong key was refused, and forgets the answer when the key is edited", async ({
    page,
  }) => {
    const workspace = await createWorkspace("wrong-key");
    const config = { site_id: workspace.siteId };
    const sync = await createSync(projectId, "Wrong key", { config });
    await page.goto(sync.path("settings"));
    await edit(page);
    await test_(page);
    await expect(said(page)).toContainText("Tracking API Key");
    await apiKey(page).fill("not-the-key");
    await test_(page);
    await expect(said(page)).toContainText("Customer.io refused these credentials");
    await apiKey(page).fill(workspace.apiKey);
    await expect(said(page)).toBeHidden();
    await test_(page);
    await expect(said(page)).toContainText("Connected");
  });

  test("an enabled sync is not saved with refused credentials unless somebody says so", async ({
    page,
  }) => {
    const workspace = await createWorkspace("checked-save");
    const sync = await createSync(projectId, "Checked", { ...configOf(workspace), enabled: true });
    await page.goto(sync.path("settings"));
    await edit(page);
    await page.getByRole("button", { name: "Replace Tracking API Key" }).click();
    await apiKey(page).fill("not-the-key");
    await saveButton(page).click();
    const doubt = page.getByRole("alertdialog");
    await expect(doubt).toContainText("Customer.io refused these credentials");
    await doubt.getByRole("button", { name: "Keep editing" }).click();
    await apiKey(page).fill(workspace.apiKey);
    await save(page);
    await expect(page.getByText(/Saved\. Connected: workspace/)).toBeVisible();
  });

  test("recognises a workspace of the EU region and switches to it", async ({ page }) => {
    const workspace = await createWorkspace("in-europe", { region: "eu" });
    const sync = await createSync(projectId, "In Europe", configOf(workspace));
    await page.goto(sync.path("settings"));
    await edit(page);
    await test_(page);
    await expect(page.getByText("This workspace is in the EU region")).toBeVisible();
    await page.getByRole("button", { name: "Switch to EU" }).click();
    await expect(said(page)).toContainText("region EU");
    await expect(page.getByRole("button", { name: "Account Region" })).toContainText("EU");
    await save(page);
    expect(await readSync(sync)).toMatchObject({ config: { region: "eu" } });
  });

  test("says when Customer.io does not answer", async ({ page }) => {
    const workspace = await createWorkspace("unreachable");
    await workspace.addFault({ effect: { drop: "before" } });
    const sync = await createSync(projectId, "Unreachable", configOf(workspace));
    await page.goto(sync.path("settings"));
    await edit(page);
    await test_(page);
    await expect(said(page)).toContainText("could not be reached");
  });
});
