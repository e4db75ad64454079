import { randomUUID } from "node:crypto";
import { expect, test } from "@/tests/e2e/support/test";
import {
  configOf,
  createSync,
  createWorkspace,
  ingest,
  mainProject,
  type Project,
} from "@/tests/e2e/support/world";

// "Why did Ann not get the mail?", asked by somebody who knows her e-mail address only.

/** A second try finds the first one's people. */
const RUN = randomUUID().slice(0, 8);
const ANN = { userId: `customer-${RUN}`, email: `Ann.${RUN}@example.com` };
let project: Project;

test.beforeAll(async () => {
  project = await mainProject();
  const workspace = await createWorkspace("marketer");
  await createSync(project.id, "Mails to subscribers", {
    ...configOf(workspace),
    enabled: true,
    send_events: true,
    send_users: true,
    property_mappings: { user_properties: ["plan"] },
    event_filter: {
      events: ["Mail Asked"],
      property_filters: { "Mail Asked": [{ property: "gp:plan", op: "is", values: ["pro"] }] },
    },
  });
  await ingest(project, [
    {
      user_id: ANN.userId,
      event_type: "$identify",
      user_properties: { email: ANN.email, plan: "free" },
    },
    { user_id: ANN.userId, event_type: "Mail Asked" },
    { user_id: `other-${RUN}`, event_type: "Mail Asked", user_properties: { plan: "pro" } },
  ]);
  await expect.poll(async () => (await workspace.events()).length).toBeGreaterThan(0);
});

test("Ann is found by her e-mail, and her timeline says why", async ({ page }) => {
  await page.goto(`/projects/${project.id}/users`);
  await page.getByRole("searchbox").fill(ANN.email.toLowerCase());
  const found = page.getByRole("row", { name: ANN.email.toLowerCase() });
  await found.getByRole("link", { name: ANN.userId }).click();
  await expect(page.getByRole("heading", { level: 1, name: ANN.userId })).toBeVisible();
  const timeline = page.getByRole("region", { name: "Timeline" });
  const asked = timeline.getByRole("row", { name: /Mail Asked/ });
  await expect(asked).toContainText("Filtered");
  await expect(asked).toContainText("Row A: plan = pro, but it is free");

  await page.getByRole("combobox", { name: "Event" }).fill("Mail Asked");
  await page.getByRole("option", { name: "Mail Asked" }).click();
  await expect(page).toHaveURL(/event=Mail\+Asked/);
  await page.getByRole("button", { name: /Outcome/ }).click();
  await page.getByRole("option", { name: "Filtered" }).click();
  await expect(page).toHaveURL(/event=Mail\+Asked.*outcome=filtered/);
  await expect(timeline.getByRole("row", { name: /\$identify/ })).toBeHidden();
  await expect(asked).toBeVisible();

  await asked.getByRole("link", { name: "Mail Asked" }).click();
  await expect(page.getByRole("dialog", { name: "Mail Asked" })).toContainText("Filtered");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await asked.getByRole("link", { name: /Row A/ }).first().click();
  await expect(page).toHaveURL(/settings\?row=A/);
});
