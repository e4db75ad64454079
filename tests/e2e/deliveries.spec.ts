import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Workspace } from "@/tests/e2e/support/sandbox";
import { expect, test } from "@/tests/e2e/support/test";
import {
  APP_URL,
  configOf,
  createProject,
  createSync,
  createWorkspace,
  ingest,
  type Project,
  type Sync,
} from "@/tests/e2e/support/world";

// What an operator does with deliveries that did not arrive.

const REFUSED = 500;

/** A project of its own with a sync that sends Song Played, and Purchase when it is dear. */
async function make(page: Page, name: string) {
  const project = await createProject(page, name);
  const workspace = await createWorkspace(name.toLowerCase().replaceAll(" ", "-"));
  const sync = await createSync(project.id, "Marketing", {
    ...configOf(workspace),
    enabled: true,
    send_events: true,
    event_filter: {
      events: ["Song Played", "Purchase"],
      property_filters: { Purchase: [{ property: "ep:price", op: "greater", values: ["10"] }] },
    },
    property_mappings: { event_properties: ["price"] },
  });
  return { project, workspace, sync };
}

const play = (user: string, price = 0, type = "Song Played") => ({
  user_id: user,
  event_type: type,
  event_properties: { price },
});

const selection = (page: Page) => page.getByRole("region", { name: "Selection" });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function openView(page: Page, sync: Sync, view: string): Promise<void> {
  await page.goto(sync.path("deliveries"));
  await page
    .getByRole("navigation", { name: "Deliveries" })
    .getByRole("link", { name: view })
    .click();
  await expect(page.getByRole("heading", { name: view, exact: true })).toBeVisible();
}

test("500 refused events: the cause is mended, all that match are redelivered, all arrive", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { project, workspace, sync } = await make(page, "Refused Shop");
  await workspace.addFault({ effect: { fail_share: 1 } });
  await ingest(
    project,
    Array.from({ length: REFUSED }, (_, n) => play(`listener-${n % 50}`)),
  );
  await page.goto(sync.path("deliveries"));
  await page.getByRole("button", { name: /Reason/ }).click();
  await page.getByRole("option", { name: "Refused by Customer.io" }).click();
  await expect(page).toHaveURL(/reason=refused/);
  await expect(async () => {
    await page.reload();
    await press(page, "Select all that match");
    await expect(selection(page)).toContainText(`All that match: ${REFUSED} events`);
  }).toPass({ timeout: 60_000 });

  await workspace.clearFaults();
  await test.step("what was not meant is taken back before it begins", async () => {
    await selection(page).getByRole("button", { name: "Redeliver" }).click();
    await expect(selection(page)).toContainText(`${REFUSED} events will be sent again`);
    await press(page, "Undo");
    await expect(selection(page)).toContainText("All that match");
    expect(await workspace.events()).toEqual([]);
  });

  await test.step("in bulk", async () => {
    await selection(page).getByRole("button", { name: "Redeliver" }).click();
    await press(page, "Do it now");
    await expect(selection(page)).toContainText(`${REFUSED} events are in line to be sent again`);
    await expect.poll(async () => (await workspace.events()).length).toBe(REFUSED);
  });

  await test.step("a delivery that was refused shows what became of it", async () => {
    await page.goto(sync.path("deliveries?outcome=discarded"));
    await page.getByRole("button", { name: "Song Played" }).first().click();
    const panel = page.getByRole("dialog", { name: "Song Played" });
    await expect(panel).toContainText("Sent again: Accepted by Customer.io");
    await panel.getByRole("button", { name: "Next" }).click();
    await expect(panel).toContainText("Refused by Customer.io");
    await expect(panel.getByRole("link", { name: "Version 1" })).toHaveAttribute(
      "href",
      /history#version-1$/,
    );
    await panel.getByRole("button", { name: "Close" }).click();
  });

  await test.step("as a file", async () => {
    await page.goto(sync.path("deliveries?outcome=delivered"));
    await press(page, "Export");
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "CSV", exact: true }).click();
    const file = await readFile(await (await download).path(), "utf8");
    expect(file.trim().split("\r\n")).toHaveLength(REFUSED + 1);
    await expect(page.getByText(new RegExp(`${REFUSED} rows, .* exported`))).toBeVisible();
    const signedOut = await fetch(`${APP_URL}${sync.path("deliveries/export")}`);
    expect(signedOut.status).toBe(401);
  });
});

test("rows stay under the pointer and can be read, what comes meanwhile is counted", async ({
  page,
}) => {
  const { project, sync } = await make(page, "Live Shop");
  await ingest(project, [play("first")]);
  await page.goto(sync.path("deliveries"));
  const rows = page.getByRole("region", { name: "Settled" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  // The pointer gets to the time itself, which says UTC.
  await rows.nth(1).getByRole("time").first().hover();
  await expect(rows.nth(1).getByRole("time").first()).toHaveAttribute("title", /UTC$/);
  await ingest(project, [play("second"), play("third")]);
  await expect(page.getByRole("button", { name: "2 new" })).toBeVisible();
  await expect(rows).toHaveCount(2);
  // By keyboard: a pointer that leaves the rows lets them move, and the button goes.
  await page.getByRole("button", { name: "2 new" }).press("Enter");
  await expect(rows).toHaveCount(4);

  await test.step("a second filter before the first has been answered: both count", async () => {
    const choose = async (filter: RegExp, option: string) => {
      await page.getByRole("button", { name: filter }).click();
      await page.getByRole("option", { name: option, exact: true }).click();
    };
    const held: (() => Promise<void>)[] = [];
    await page.route(/outcome=delivered/, async (route) => {
      if (held.length === 0) held.push(() => route.continue());
      else await route.continue();
    });
    await choose(/Outcome/, "Accepted by Customer.io");
    await choose(/Attempts/, "One");
    for (const answer of held) await answer().catch(() => undefined);
    await expect(page).toHaveURL(/outcome=delivered.*attempts=1/);
  });
});

test("what waits is tried now and given up; what was filtered says by which clause", async ({
  page,
}) => {
  const { project, workspace, sync } = await make(page, "Waiting Shop");
  await trouble(project, workspace);
  await openView(page, sync, "Waiting");
  const waiting = page.getByRole("region", { name: "Waiting" });
  await expect(waiting.getByRole("row", { name: /Error in Customer.io/ })).toHaveCount(2);
  await expect(waiting.getByRole("row", { name: /Behind Song Played/ })).toHaveCount(1);

  await waiting.getByRole("row", { name: /poor/ }).getByRole("checkbox").press("Space");
  await selection(page).getByRole("button", { name: "Give up" }).click();
  await press(page, "Do it now");
  await expect(selection(page)).toContainText("1 event was given up");
  await press(page, "Close");

  await waiting
    .getByRole("row", { name: /sick.*Error in/ })
    .getByRole("button")
    .first()
    .click();
  const panel = page.getByRole("dialog", { name: "Song Played" });
  const tryNow = panel.getByRole("button", { name: "Try now" });
  await expect(tryNow).toBeVisible();
  await workspace.clearFaults();
  // Its next attempt may have come just now.
  if (await tryNow.isVisible()) await tryNow.click();
  await expect(panel).toContainText("Accepted by Customer.io");
  await panel.getByRole("button", { name: "Close" }).click();
  await page.getByRole("heading", { level: 1 }).hover(); // rows under the pointer stay
  await expect(page.getByText("Nothing waits")).toBeVisible();
  expect((await workspace.events()).length).toBe(3);

  await openView(page, sync, "Filtered");
  const filtered = page.getByRole("region", { name: "Filtered" });
  await expect(filtered.getByRole("row", { name: /Purchase/ })).toContainText(
    "Row B: price is greater than 10; here it is 4",
  );
  await expect(filtered.getByRole("row", { name: /Searched/ })).toContainText("No row selects it");
});

/** Two people whose events fail, one of them with an event behind; one well; two events that nothing selects. */
async function trouble(project: Project, workspace: Workspace): Promise<void> {
  for (const person of ["sick-person", "poor-person"]) {
    await workspace.addFault({ match: { person }, effect: { status: 500 } });
  }
  await ingest(project, [
    play("sick-person"),
    play("well-person"),
    play("poor-person"),
    play("sick-person"),
  ]);
  await ingest(project, [play("well-person", 4, "Purchase"), play("well-person", 0, "Searched")]);
}
