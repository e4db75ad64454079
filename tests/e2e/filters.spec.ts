import type { Page } from "@playwright/test";
import {
  addClause,
  choose,
  EVENT_PROPERTIES,
  EVENTS,
  edit,
  PROPERTIES,
  pressPanel,
  previewPasted,
  save,
  saveLive,
  selectEvents,
  VALUES,
} from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import {
  configOf,
  createProject,
  createSync,
  createWorkspace,
  ingest,
  mainProject,
  readSync,
} from "@/tests/e2e/support/world";

const panel = "Select and filter events";
const row = (page: Page, letter: string) =>
  page.getByRole("group", { name: `Row ${letter}`, exact: true });

test("rows with filters send exactly what they describe", async ({ page }) => {
  const project = await mainProject();
  const workspace = await createWorkspace("filters");
  const sync = await createSync(project.id, "Filters", {
    ...configOf(workspace),
    send_events: true,
    enabled: true,
    property_mappings: { event_properties: ["n"] },
  });
  await ingest(project, [
    {
      user_id: "filter-seed",
      event_type: "Song Played",
      event_properties: { genre: "rock", seconds: 1 },
    },
    { user_id: "filter-seed", event_type: "Playlist Shared", user_properties: { plan: "free" } },
  ]);
  await page.goto(sync.path("settings"));
  await edit(page);
  await pressPanel(page, panel);
  await selectEvents(page, "Song Played", "Playlist Shared");
  await addClause(page, "A", { property: "genre", values: ["rock", "(none)"] });
  await addClause(page, "A", {
    property: "seconds",
    operator: "greater than or equal to",
    values: ["100"],
  });
  await addClause(page, "B", { property: "plan", operator: "is not", values: ["free"] });
  await expect(row(page, "A").getByRole("group", { name: "Filter 2 of row A" })).toContainText(
    "and",
  );
  const short = { user_id: "filter-seed", event_type: "Song Played" };
  const preview = await previewPasted(page, { ...short, event_properties: { seconds: 99 } });
  await expect(preview.getByRole("alert")).toContainText("It is not sent");
  await expect(preview.getByRole("listitem", { name: "Row A" })).toContainText("here: 99");
  await preview.getByRole("button", { name: "Close" }).click();
  await saveLive(page);
  expect(await readSync(sync)).toMatchObject({
    event_filter: {
      events: ["Song Played", "Playlist Shared"],
      property_filters: {
        "Song Played": [
          { property: "ep:genre", op: "is", values: ["rock", "(none)"] },
          { property: "ep:seconds", op: "greater or equal", values: ["100"] },
        ],
        "Playlist Shared": [{ property: "gp:plan", op: "is not", values: ["free"] }],
      },
    },
  });
  await expect(page.getByRole("button", { name: panel })).toContainText("2 events, 3 filters");

  const song = (n: number, properties: Record<string, unknown>) => ({
    user_id: "filter-user",
    event_type: "Song Played",
    event_properties: { n, ...properties },
  });
  await ingest(project, [
    song(1, { genre: "rock", seconds: 100 }),
    song(2, { genre: "rock", seconds: 99 }),
    song(3, { seconds: 200 }),
    song(4, { genre: "jazz", seconds: 200 }),
    {
      user_id: "filter-free",
      event_type: "Playlist Shared",
      event_properties: { n: 5 },
      user_properties: { plan: "free" },
    },
    {
      user_id: "filter-pro",
      event_type: "Playlist Shared",
      event_properties: { n: 6 },
      user_properties: { plan: "pro" },
    },
    { user_id: "filter-pro", event_type: "Something Else", event_properties: { n: 7 } },
  ]);
  await expect
    .poll(async () => (await workspace.events()).map(({ data }) => data["n"]).sort())
    .toEqual([1, 3, 6]);

  const tried = await previewPasted(page, { ...short, event_properties: { n: 8, seconds: 100 } });
  await expect(tried.getByRole("alert")).toContainText("It is sent, by row A");
  await tried.getByRole("textbox", { name: "User ID to send it for" }).fill("filter-tester");
  await tried.getByRole("button", { name: "Send test event" }).click();
  await expect(tried.getByText("Accepted by Customer.io")).toBeVisible();
  expect((await workspace.person("filter-tester"))?.events[0]).toMatchObject({
    data: { n: 8, tributary_test: true },
  });
});

test("chips, filters and rows are removed by the keyboard, and the focus stays in the builder", async ({
  page,
}) => {
  const { id } = await mainProject();
  const sync = await createSync(id, "Removed by keyboard", {
    event_filter: {
      events: ["Song Played", "Playlist Shared"],
      property_filters: {
        "Song Played": [{ property: "ep:genre", op: "is", values: ["rock", "jazz"] }],
      },
    },
  });
  await page.goto(sync.path("settings"));
  await edit(page);
  await pressPanel(page, panel);
  for (const name of ["Remove value jazz", "Remove: Filter 1 of row A", "Remove row B"]) {
    const button = page.getByRole("button", { name });
    await button.press("Enter");
    await expect(button).toBeHidden();
    expect(await focusedElement(page), `after ${name}`).not.toBe("BODY");
  }
  await save(page);
  expect(await readSync(sync)).toMatchObject({ event_filter: { events: ["Song Played"] } });
});

test("selecting events only adds rows, and All asks before rows with filters go", async ({
  page,
}) => {
  const { id } = await mainProject();
  const sync = await createSync(id, "Adder", {
    event_filter: {
      events: ["Song Played", "Playlist Shared"],
      property_filters: {
        "Song Played": [{ property: "ep:genre", op: "is", values: ["rock"] }],
      },
    },
  });
  await page.goto(sync.path("settings"));
  await edit(page);
  await pressPanel(page, panel);
  await selectEvents(page, "Song Played", "One More");
  await expect(row(page, "A")).toContainText("rock");
  await expect(row(page, "C")).toContainText("Song Played");
  await expect(row(page, "D")).toContainText("One More");
  await page.getByRole("button", { name: "Select events…" }).click();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Keep the rows" }).click();
  await expect(row(page, "D")).toBeVisible();
  await page.getByRole("button", { name: "where: add a filter to row C" }).click();
  await choose(page, PROPERTIES, "genre");
  await pressPanel(page, panel);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const fault = page.getByRole("button", { name: "Select and filter events, row C, filter 1" });
  const incomplete = page.getByRole("group", { name: "Filter 1 of row C" });
  await expect(incomplete).toBeVisible();
  await fault.click();
  await expect(incomplete.locator(":focus")).toBeVisible();
  await incomplete.getByRole("button", { name: "Remove: Filter 1 of row C" }).click();
  await page.getByRole("button", { name: "where: add a filter to row B" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Filter 1 of row B" })).toBeHidden();
  await page.getByRole("button", { name: "Select events…" }).click();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Replace" }).click();
  await expect(row(page, "B")).toBeHidden();
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("button", { name: panel })).toContainText("All Events");
});

test("with 2,000 events and 5,000 properties the lists stay small, searchable, and take names nobody has sent", async ({
  page,
}) => {
  const project = await createProject(page, "Five thousand names");
  // As many names as an upload may bring, until there are as many as a project may have.
  for (let batch = 0; batch < 10; batch++) {
    const events = Array.from({ length: 500 }, (_, index) => {
      const number = batch * 500 + index;
      return {
        user_id: `many-${index}`,
        event_type: `Event ${number % 2000}`,
        event_properties: { [`property ${number}`]: number },
      };
    });
    await ingest(project, events);
  }
  const sync = await createSync(project.id, "Many names");
  await page.goto(sync.path("settings"));
  await edit(page);

  await pressPanel(page, panel);
  await page.getByRole("button", { name: "Select events…" }).click();
  const events = page.getByRole("listbox", { name: "Events" });
  await expect(events.getByRole("option").first()).toBeVisible();
  expect(await events.getByRole("option").count()).toBeLessThan(60);
  await choose(page, EVENTS, "Event 1321", "Never Sent Yet");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(row(page, "B")).toContainText("Never Sent Yet");

  await addClause(page, "A", { property: "property 4999", operator: "less than", values: ["7"] });
  await row(page, "B").getByRole("button", { name: "where: add a filter to row B" }).click();
  await choose(page, PROPERTIES, "never_sent");
  await row(page, "B").getByRole("button", { name: "Select value…" }).click();
  await choose(page, VALUES, "(none)");
  await page.getByRole("button", { name: "Done" }).click();

  await pressPanel(page, "Specify event properties to send");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await expect(page.getByText("5,000 selected")).toBeVisible();
  await page.getByRole("button", { name: "None", exact: true }).click();
  await expect(page.getByText("0 selected")).toBeVisible();
  await choose(page, EVENT_PROPERTIES, "property 77", "never_sent");
  await save(page);
  expect(await readSync(sync)).toMatchObject({
    event_filter: {
      events: ["Event 1321", "Never Sent Yet"],
      property_filters: {
        "Event 1321": [{ property: "ep:property 4999", op: "less", values: ["7"] }],
        "Never Sent Yet": [{ property: "ep:never_sent", op: "is", values: ["(none)"] }],
      },
    },
    property_mappings: { event_properties: ["property 77", "never_sent"] },
  });
});

const focusedElement = (page: Page) => page.evaluate(() => document.activeElement?.tagName);
