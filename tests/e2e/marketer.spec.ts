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

const ANN = "Ann.Marketer@example.com";
let project: Project;

test.beforeAll(async () => {
  project = await mainProject();
  const workspace = await createWorkspace("marketer");
  await createSync(project.id, "Mails to subscribers", {
    ...configOf(workspace),
    enabled: true,
    send_events: true,
    event_filter: {
      events: ["Mail Asked"],
      property_filters: { "Mail Asked": [{ property: "gp:plan", op: "is", values: ["pro"] }] },
    },
  });
  await ingest(project, [
    {
      user_id: "customer-4711",
      event_type: "$identify",
      user_properties: { email: ANN, plan: "free" },
    },
    { user_id: "customer-4711", event_type: "Mail Asked" },
    { user_id: "customer-4712", event_type: "Mail Asked", user_properties: { plan: "pro" } },
  ]);
  await expect.poll(async () => (await workspace.events()).length).toBeGreaterThan(0);
});

test("Ann is found by her e-mail, and her timeline says why", async ({ page }) => {
  await page.goto(`/projects/${project.id}/users`);
  await page.getByRole("searchbox").fill(ANN.toLowerCase());
  const found = page.getByRole("row", { name: /ann\.marketer@example\.com/ });
  await found.getByRole("link", { name: "customer-4711" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "customer-4711" })).toBeVisible();
  const timeline = page.getByRole("region", { name: "Timeline" });
  const asked = timeline.getByRole("row", { name: /Mail Asked/ });
  await expect(asked).toContainText("Filtered");
  await expect(asked).toContainText("Row A: plan = pro, but it is free");

  await page.getByRole("button", { name: /Outcome/ }).click();
  await page.getByRole("option", { name: "Filtered" }).click();
  await expect(page).toHaveURL(/outcome=filtered/);
  await expect(timeline.getByRole("row", { name: /\$identify/ })).toBeHidden();
  await expect(asked).toBeVisible();

  await asked.getByRole("link", { name: "Mail Asked" }).click();
  await expect(page.getByRole("dialog", { name: "Mail Asked" })).toContainText("Filtered");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await asked.getByRole("link", { name: /Row A/ }).click();
  await expect(page).toHaveURL(/settings\?row=A/);
});
