import type { Page } from "@playwright/test";
import { violations } from "@/tests/e2e/support/axe";
import { cutOff } from "@/tests/e2e/support/layout";
import { reportBack } from "@/tests/e2e/support/report-back";
import { addClause, edit, pressPanel, toggle } from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import {
  configOf,
  createSync,
  createWorkspace,
  ingest,
  mainProject,
  type Project,
  type Sync,
} from "@/tests/e2e/support/world";

// Every page, in the light and in the dark theme, and at the width of a small phone.

const LONG = "a_rather_long_property_name_that_nobody_has_thought_about_when_drawing_the_page";

let project: Project;
let sync: Sync;

test.beforeAll(async () => {
  project = await mainProject();
  const workspace = await createWorkspace("every-page");
  sync = await createSync(
    project.id,
    "Every page and a name that needs more than one line of a phone",
    {
      config: { ...configOf(workspace).config, webhook_signing_key: "signing-key" },
      enabled: true,
      send_events: true,
      send_users: true,
      event_filter: {
        events: ["Page Opened", "Page Closed"],
        property_filters: {
          "Page Opened": [{ property: `ep:${LONG}`, op: "is", values: ["yes", "(none)", LONG] }],
        },
      },
      property_mappings: { event_properties: [LONG, "n"], user_properties: ["plan", LONG] },
    },
  );
  await ingest(project, [
    {
      user_id: "somebody.with.a.long.address@mail.department.example.com",
      event_type: "Page Opened",
      event_properties: { [LONG]: "yes", n: 1 },
      user_properties: { plan: "pro", [LONG]: LONG },
    },
    { user_id: "x".repeat(200), event_type: "Page Opened", event_properties: { n: 2 } },
  ]);
  await expect.poll(async () => (await workspace.events()).length).toBeGreaterThan(0);
  await reportBack(sync, "signing-key", {
    event_id: `bounced-${sync.id}`,
    object_type: "email",
    metric: "bounced",
    timestamp: Math.floor(Date.now() / 1000) + 1,
    data: {
      identifiers: { email: "somebody.with.a.long.address@mail.department.example.com" },
      recipient: "somebody.with.a.long.address@mail.department.example.com",
      subject: "A subject that needs more than one line of a phone",
      failure_message: "mailbox full",
    },
  });
});

interface Place {
  readonly name: string;
  readonly go: (page: Page) => Promise<void>;
}

const at = (name: string, path: () => string): Place => ({
  name,
  go: async (page) => {
    await page.goto(path());
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  },
});
const inProject = (name: string, path: string): Place =>
  at(name, () => `/projects/${project.id}/${path}`);
const ofSync = (name: string, tab: string): Place => at(name, () => sync.path(tab));

const PLACES: readonly Place[] = [
  inProject("Overview", "overview"),
  inProject("Catalog, Sources", "catalog?tab=sources"),
  inProject("Catalog, Destinations", "catalog?tab=destinations"),
  inProject("Customer.io in the Catalog", "catalog/customerio"),
  {
    name: "Sources, with a new webhook",
    go: async (page) => {
      await page.goto(`/projects/${project.id}/sources`);
      await page.getByRole("button", { name: "Add webhook" }).click();
      await expect(page.getByText("The secret is shown this once")).toBeVisible();
      await pressPanel(page, "Set it up in Amplitude");
    },
  },
  inProject("Destinations", "destinations"),
  inProject("Events", "events"),
  inProject("Users", "users"),
  inProject("Why?", "why"),
  inProject("Why?, one event", "why?event=1"),
  inProject("Why?, nobody", "why?person=nobody"),
  {
    name: "one user",
    go: async (page) => {
      await page.goto(`/projects/${project.id}/users?q=somebody.with`);
      await page
        .getByRole("table")
        .or(page.getByRole("list"))
        .last()
        .getByRole("link", { name: "somebody.with" })
        .click();
      await expect(page).toHaveURL(/users\/\d+/);
      await expect(page.getByText("Mail bounced: mailbox full")).toBeVisible();
    },
  },
  inProject("Settings", "settings"),
  inProject("API keys", "settings/api-keys"),
  inProject("Names", "settings/names"),
  inProject("Alerts", "settings/alerts"),
  inProject("Members", "settings/members"),
  inProject("API tokens", "settings/api-tokens"),
  inProject("API reference", "settings/api-reference"),
  inProject("Audit log", "settings/audit-log"),
  at("New project", () => "/projects/new"),
  at("Account", () => "/account"),
  at("a page that does not exist", () => "/projects/999999/overview"),
  ofSync("Settings of a sync", "settings"),
  {
    name: "Settings of a sync with every panel open",
    go: async (page) => {
      await page.goto(sync.path("settings"));
      for (const panel of PANELS) await pressPanel(page, panel);
    },
  },
  {
    name: "Settings of a sync in edit mode",
    go: async (page) => {
      await page.goto(sync.path("settings"));
      await edit(page);
      for (const panel of PANELS) await pressPanel(page, panel);
      await addClause(page, "B", { property: "n", values: ["1"] });
    },
  },
  {
    name: "Preview of a sync",
    go: async (page) => {
      await page.goto(sync.path("settings"));
      await page.getByRole("button", { name: "Preview" }).click();
      const panel = page.getByRole("dialog", { name: "Preview" });
      await panel.getByRole("list").getByRole("button", { name: "somebody.with" }).first().click();
      await expect(panel.getByRole("textbox", { name: "to send it for" })).toBeVisible();
    },
  },
  {
    name: "What a save changes",
    go: async (page) => {
      await page.goto(sync.path("settings"));
      await edit(page);
      await toggle(page, "Send Events").press("Space");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("button", { name: /no longer sent/ }).click();
    },
  },
  ofSync("Mappings", "mappings"),
  {
    name: "Mappings in edit mode",
    go: async (page) => {
      await page.goto(sync.path("mappings"));
      await edit(page);
    },
  },
  ofSync("Metrics", "metrics"),
  ofSync("Settings at a row", "settings?row=A"),
  ofSync("Deliveries", "deliveries"),
  ofSync("Deliveries, Waiting", "deliveries?view=waiting"),
  ofSync("Deliveries, Filtered", "deliveries?view=filtered"),
  {
    name: "a delivery",
    go: async (page) => {
      await page.goto(sync.path("deliveries"));
      await page.getByRole("button", { name: "Page Opened" }).first().click();
      await expect(page.getByRole("dialog").getByText("What was sent")).toBeVisible();
    },
  },
  ofSync("History", "history"),
];

const PANELS = [
  "Specify user properties to send",
  "Select and filter events",
  "Specify event properties to send",
  "Advanced",
  "Set it up in Customer.io",
];

for (const { name, go } of PLACES) {
  test(`${name}: nothing for axe to find, nothing cut off`, async ({ page }) => {
    await go(page);
    await look(page);
  });
}

test.describe("signed out", () => {
  test.use({ storageState: { cookies: [], origins: [] } });
  test("Sign in: nothing for axe to find, nothing cut off", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByLabel("Email")).toHaveAccessibleDescription(/Enter your email/);
    await look(page);
  });
});

/** A theme or a width takes a moment to be drawn, so each is looked at until it is as it should be. */
async function look(page: Page): Promise<void> {
  const soft = expect.configure({ soft: true, timeout: 10_000 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await soft.poll(() => violations(page), "light theme").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await soft.poll(() => violations(page), "dark theme").toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await soft.poll(() => cutOff(page), "at 360 px").toEqual([]);
}
