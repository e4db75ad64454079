import { expect, test } from "@/tests/e2e/support/test";
import {
  callApi,
  configOf,
  createProject,
  createSync,
  createWorkspace,
  ingest,
  type Project,
  type Sync,
} from "@/tests/e2e/support/world";

// "Why did Ann not get the mail?", as an engineer asks it.

const ANN = "ann@example.com";

/** Row B wants Purchases of more than 10; Ann's were 4 and 40. */
async function shop(page: Parameters<typeof createProject>[0], name: string) {
  const project = await createProject(page, name);
  const workspace = await createWorkspace(name.toLowerCase().replaceAll(" ", "-"));
  const sync = await createSync(project.id, "Marketing", {
    ...configOf(workspace),
    enabled: true,
    send_events: true,
    event_filter: {
      events: ["Signed Up", "Purchase"],
      property_filters: { Purchase: [{ property: "ep:price", op: "greater", values: ["10"] }] },
    },
    property_mappings: { event_properties: ["price", "coupon"] },
  });
  await ingest(project, [
    { user_id: "shopper-1", event_type: "Signed Up", user_properties: { email: ANN } },
    bought("small", 4),
    bought("large", 40),
  ]);
  await expect.poll(async () => (await workspace.events()).length).toBeGreaterThanOrEqual(2);
  return { project, sync };
}

const bought = (insertId: string, price: number) => ({
  ...{ user_id: "shopper-1", event_type: "Purchase", insert_id: insertId },
  event_properties: { price, currency: "EUR" },
});

test("an engineer follows one event to the clause, and the link to its row", async ({ page }) => {
  const { project, sync } = await shop(page, "Shop of the engineer");
  await page.goto(`/projects/${project.id}/why?event=small`);
  const rows = page.getByRole("region", { name: "Select and filter events" });
  const row = rows.getByRole("listitem", { name: "Row B" });
  await expect(row.getByRole("img", { name: "Does not hold" })).toHaveCount(2);
  await expect(row).toContainText("price is greater than 10");
  await expect(row).toContainText("here: 4");
  await expect(page.getByRole("region", { name: "Answers" })).toContainText("No request was made");
  await page
    .getByRole("region", { name: "Answer", exact: true })
    .getByRole("link", { name: "Open row B" })
    .click();
  await expect(page).toHaveURL(new RegExp(`${sync.path("settings")}\\?row=B$`));
  await expect(page.getByRole("listitem", { name: "Row B" })).toContainText("price");
  await expect(page.getByRole("listitem", { name: "Row B" })).toBeInViewport();
  await looserFilter(project, sync);
  await page.goto(`/projects/${project.id}/why?event=small`);
  await expect(page.getByText("Version 1 of the settings decided.")).toBeVisible();
  await page.getByRole("button", { name: /^Version 1, in force then/ }).click();
  await page.getByRole("option", { name: "Version 2, now" }).click();
  await expect(page.getByText("Under version 2 it is sent, by row B.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Request under version 2" })).toContainText(
    '"price": 4',
  );
  const properties = page.getByRole("region", { name: "Properties" });
  await expect(properties.getByRole("row", { name: /^price/ })).toContainText("Yes");
  await expect(properties.getByRole("row", { name: /^coupon/ })).toContainText("does not have it");
  await expect(properties.getByRole("row", { name: /^currency/ })).toContainText("not selected");
});

/** The second version: Purchases of more than 1. */
async function looserFilter(project: Project, { id }: Sync) {
  const answer = await callApi("PATCH", `/v1/projects/${project.id}/destinations/${id}`, {
    event_filter: {
      events: ["Signed Up", "Purchase"],
      property_filters: { Purchase: [{ property: "ep:price", op: "greater", values: ["1"] }] },
    },
  });
  expect(answer.status, await answer.text()).toBe(200);
}

test("the event's panel says what became of it, and leads to why", async ({ page }) => {
  const { project } = await shop(page, "Shop with a panel");
  await page.goto(`/projects/${project.id}/events?event=Purchase`);
  await page.getByRole("link", { name: "Purchase", exact: true }).last().click();
  const panel = page.getByRole("dialog", { name: "Purchase" });
  await expect(panel).toContainText("Filtered");
  await expect(panel).toContainText("here price is 4");
  await panel.getByRole("link", { name: "Why?" }).click();
  await expect(page.getByRole("region", { name: "Answer", exact: true })).toContainText(
    "row B sends it only",
  );
});
