import { expect, type Page, test } from "@playwright/test";
import { violations } from "@/tests/e2e/support/axe";
import { type Instance, startEmpty } from "@/tests/e2e/support/instance";
import { Workspace } from "@/tests/e2e/support/sandbox";
import { identify, openShop, type Shop, track, visit } from "@/tests/e2e/support/shop";
import {
  addClause,
  choose,
  EVENT_PROPERTIES,
  edit,
  enable,
  openTab,
  pressPanel,
  save,
  selectEvents,
  toggle,
  USER_PROPERTIES,
} from "@/tests/e2e/support/sync-page";
import { CREDENTIALS } from "@/tests/support/e2e-world";

// The setup guide, from an empty database to a person in Customer.io, in its own words.

let tributary: Instance;
let shop: Shop;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  [tributary, shop] = await Promise.all([startEmpty(), openShop()]);
});

test.afterAll(async () => {
  await Promise.all([tributary?.close(), shop?.close()]);
});

test("from an empty database to a person, attributes and events in Customer.io", async ({
  page,
  context,
}) => {
  test.setTimeout(150_000);
  const customerio = new Workspace(tributary.sandboxUrl);
  const apiKey = await test.step("create the admin account and a project", () => setUp(page));
  const serverUrl = `${tributary.url}/2/httpapi`;
  const visitor = await context.newPage();

  await test.step("while the first event is waited for, what was refused says why", async () => {
    const data = { api_key: apiKey, events: [{ user_id: "bob", event_type: "Order Completed" }] };
    expect((await page.request.post(serverUrl, { data })).status()).toBe(400);
    const hint = page.getByRole("alert").filter({ hasText: "was refused" });
    await expect(hint).toContainText("Field user_id is too short");
    await hint.getByRole("link", { name: "See rejected uploads" }).click();
    await expect(page.getByRole("row").filter({ hasText: "user_id" })).toContainText('"bob"');
    await page.getByRole("link", { name: "Overview" }).first().click();
  });

  await test.step("send an event with the browser SDK", async () => {
    await expect(page.getByRole("heading", { name: "Send an event (to do)" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await visit(visitor, shop, { apiKey, serverUrl, userId: "visitor-1" });
    expect(await identify(visitor, { email: "ann@example.com", plan: "free", age: 30 })).toBe(200);
    expect(await track(visitor, "Order Completed", { total: 5, sku: "A-1", card: "4111" })).toBe(
      200,
    );
    await expect(page.getByRole("heading", { name: "Send an event (done)" })).toBeVisible();
  });

  await test.step("find Customer.io in the Catalog and create a sync", () => createSync(page));
  await test.step("configure settings", () => configureSettings(page));
  await test.step("configure mappings", () => configureMappings(page));
  await test.step("enable the integration", async () => {
    await openTab(page, "Settings");
    await edit(page);
    await expect(toggle(page, "Status")).not.toBeChecked();
    await enable(page, "Status");
    await save(page);
  });

  await test.step("the Overview has ticked the second step off", async () => {
    await page.getByRole("link", { name: "Overview" }).click();
    await expect(page.getByRole("heading", { name: "Connect Customer.io (done)" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "See it delivered (to do)" })).toBeVisible();
  });

  await test.step("send more events, with fetch and with beacon", async () => {
    await visit(visitor, shop, { apiKey, serverUrl, userId: "visitor-1" });
    expect(await identify(visitor, { plan: "pro", age: 31 })).toBe(200);
    expect(await track(visitor, "Order Completed", { total: 25, sku: "B-2", card: "4111" })).toBe(
      200,
    );
    expect(await track(visitor, "Order Completed", { total: 9, sku: "small" })).toBe(200);
    await visit(visitor, shop, { apiKey, serverUrl, userId: "visitor-1", transport: "beacon" });
    expect(await track(visitor, "Order Completed", { total: 99, sku: "C-3" })).toBe(200);
  });

  await test.step("Customer.io got the person, with the selected properties alone", async () => {
    await expect
      .poll(async () => {
        const person = await customerio.person("ann@example.com");
        return person?.events
          .filter(({ name }) => name === "Order Completed")
          .map(({ type, data }) => ({ type, data: withoutIds(data) }));
      })
      .toEqual([
        { type: "event", data: { total: 25, sku: "B-2" } },
        { type: "event", data: { total: 99, sku: "C-3" } },
      ]);
    const person = await customerio.person("ann@example.com");
    expect(person?.events.filter(({ name }) => name === "[Amplitude] Page Viewed")).toMatchObject([
      { type: "event" },
      { type: "event" },
    ]);
    const attributes = Object.entries(person?.attributes ?? {});
    expect(Object.fromEntries(attributes.map(([name, { value }]) => [name, value]))).toEqual({
      plan: "pro",
    });
  });

  await test.step("the Overview shows what was delivered", async () => {
    await expect(
      page.getByRole("term").getByText("Delivered, 24 h", { exact: true }),
    ).toBeVisible();
  });

  await test.step("the Deliveries tab shows them as accepted by Customer.io", async () => {
    await page.getByRole("link", { name: "Marketing" }).first().click();
    await openTab(page, "Deliveries");
    const rows = page.getByRole("row").filter({ hasText: "Order Completed" });
    await expect(rows.filter({ hasText: "Accepted by Customer.io" })).toHaveCount(2);
    await rows.first().getByRole("button", { name: "Order Completed" }).click();
    await expect(page.getByRole("dialog", { name: "Order Completed" })).toContainText("C-3");
  });
});

async function setUp(page: Page): Promise<string> {
  await page.goto(tributary.url);
  await expect(page.getByRole("heading", { name: "Create your admin account" })).toBeVisible();
  await expect(page.getByLabel("Setup code")).toHaveValue("");
  expect(await violations(page)).toEqual([]);
  await page.goto(tributary.setupUrl);
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByRole("textbox", { name: "Password", exact: true }).fill("a long password");
  await page.getByRole("textbox", { name: "Repeat password" }).fill("a long password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Project name").fill("Shop");
  await page.getByRole("button", { name: "Create project" }).click();
  const key = page.getByRole("textbox", { name: "API key" });
  await expect(key).toHaveValue(/^\w{16,}$/);
  const apiKey = await key.inputValue();
  await page.getByRole("link", { name: "Go to Overview" }).click();
  return apiKey;
}

async function createSync(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Catalog" }).click();
  const tabs = page.getByRole("navigation", { name: "Catalog" });
  await tabs.getByRole("link", { name: "Destinations" }).click();
  await page.getByRole("link", { name: "Event Streaming", exact: true }).click();
  await expect(page).toHaveURL(/type=Event/);
  const section = page.getByRole("region", { name: "Event Streaming" });
  await section.getByRole("link", { name: "Customer.io - Event Streaming" }).click();
  await page.getByLabel("Sync name").fill("Marketing");
  await page.getByRole("button", { name: "Create Sync" }).click();
  await expect(page.getByRole("heading", { name: "Marketing" })).toBeVisible();
}

async function configureSettings(page: Page): Promise<void> {
  await edit(page);
  await page.getByLabel("Customer.io Site ID").fill(CREDENTIALS.siteId);
  await page.getByRole("textbox", { name: "Tracking API Key" }).fill(CREDENTIALS.apiKey);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("Connected: workspace 12345, region US")).toBeVisible();
  await enable(page, "Create & Update Users");
  await pressPanel(page, "Specify user properties to send");
  await choose(page, USER_PROPERTIES, "plan");
  await enable(page, "Send Events");
  await pressPanel(page, "Select and filter events");
  await selectEvents(page, "Order Completed", "[Amplitude] Page Viewed");
  await addClause(page, "A", { property: "total", operator: "greater than", values: ["10"] });
  await pressPanel(page, "Specify event properties to send");
  await choose(page, EVENT_PROPERTIES, "sku", "total");
  await save(page);
}

async function configureMappings(page: Page): Promise<void> {
  await openTab(page, "Mappings");
  await edit(page);
  await page.getByRole("button", { name: "Customer.io User Identifier" }).click();
  await choose(page, USER_PROPERTIES, "email");
  await save(page);
}

/** Beside the selected properties an event may carry its own id. */
const withoutIds = ({ id: _, ...data }: Readonly<Record<string, unknown>>) => data;
