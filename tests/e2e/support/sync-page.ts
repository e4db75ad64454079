import { expect, type Locator, type Page } from "@playwright/test";

// What a person does on the pages of a sync, by the names that the person reads there.

/** Opens one of the sync's tabs. */
export const openTab = async (page: Page, name: string): Promise<void> => {
  const tab = page.getByRole("navigation", { name: "Sync" }).getByRole("link", { name });
  await tab.click();
  await expect(tab).toHaveAttribute("aria-current", "page");
};

/** Presses Edit and waits until the form is there. */
export async function edit(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toBeVisible();
}

/** Saves and waits until the page is back in view mode. */
export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
}

/** Saves a change of a live sync: sees what it does, then says so. */
export async function saveLive(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "This sync is live: save the change?" });
  await expect(dialog.getByText(/^Of the last/)).toBeVisible();
  await dialog.getByRole("button", { name: "Save the change" }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
}

/** Opens the preview and pastes an event into it. */
export async function previewPasted(page: Page, event: object): Promise<Locator> {
  await page.getByRole("button", { name: "Preview" }).click();
  const panel = page.getByRole("dialog", { name: "Preview" });
  await panel.getByRole("tab", { name: "Paste one" }).click();
  await panel.getByRole("textbox", { name: "Event as JSON" }).fill(JSON.stringify(event));
  await panel.getByRole("button", { name: "Show what becomes of it" }).click();
  return panel;
}

/** The switch of that label, e.g. `Send Events`. */
export const toggle = (page: Page, label: string): Locator =>
  page.getByRole("switch", { name: label });

/** Turns a switch to Enabled by the keyboard's space bar, as the hidden input takes it. */
export async function enable(page: Page, label: string): Promise<void> {
  await toggle(page, label).press("Space");
  await expect(toggle(page, label)).toBeChecked();
}

/** Opens or closes a panel such as `1. Select and filter events`. */
export const pressPanel = (page: Page, title: string): Promise<void> =>
  page.getByRole("button", { name: title }).click();

/** A list of names and the search box above it. */
export interface NameList {
  readonly search: string;
  readonly list: string;
}

export const EVENTS: NameList = { search: "Search events", list: "Events" };
export const PROPERTIES: NameList = { search: "Search properties", list: "Properties" };
export const VALUES: NameList = { search: "Search or type a value", list: "Values" };
export const USER_PROPERTIES: NameList = {
  search: "Search user properties",
  list: "User properties",
};
export const EVENT_PROPERTIES: NameList = {
  search: "Search event properties",
  list: "Event properties",
};

/** Finds each name by the search box and selects it; the first option found is taken. */
export async function choose(page: Page, from: NameList, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.getByRole("combobox", { name: from.search, exact: true }).fill(name);
    const options = page.getByRole("listbox", { name: from.list, exact: true });
    await options.getByRole("option", { name }).first().click();
  }
}

/** Selects events in the last row of the filter builder. */
export async function selectEvents(page: Page, ...names: string[]): Promise<void> {
  await page.getByRole("button", { name: "Select events…" }).click();
  await choose(page, EVENTS, ...names);
  await page.getByRole("button", { name: "Done" }).click();
}

export interface ClauseText {
  readonly property: string;
  /** In words, e.g. `greater than`; `is` when left out. */
  readonly operator?: string;
  readonly values: readonly string[];
}

/** Adds `where property operator values` to a row. */
export async function addClause(page: Page, row: string, clause: ClauseText): Promise<void> {
  const group = page.getByRole("group", { name: `Row ${row}`, exact: true });
  await group.getByRole("button", { name: `where: add a filter to row ${row}` }).click();
  const filter = group.getByRole("group", { name: `of row ${row}` }).last();
  await choose(page, PROPERTIES, clause.property);
  if (clause.operator !== undefined) {
    await filter.getByRole("button", { name: "Operator" }).click();
    await page.getByRole("option", { name: clause.operator, exact: true }).click();
  }
  await filter.getByRole("button", { name: "Select value…" }).click();
  await choose(page, VALUES, ...clause.values);
  await page.getByRole("button", { name: "Done" }).click();
}
