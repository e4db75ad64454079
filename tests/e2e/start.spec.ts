import { expect, test } from "@playwright/test";
import { ADMIN, PROJECT, SANDBOX_URL } from "@/tests/support/e2e-world";

test("the admin that the environment names signs in and sees the bootstrapped project", async ({
  page,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email").fill(ADMIN.email);
  await page.getByRole("textbox", { name: "Password" }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/projects\/\d+\/overview/);
  await expect(page.getByText(PROJECT.name).filter({ visible: true }).first()).toBeVisible();
});

test("an event for the bootstrapped project is accepted on the same port", async ({ request }) => {
  const response = await request.post("/2/httpapi", {
    data: { api_key: PROJECT.apiKey, events: [{ event_type: "Started", user_id: "someone" }] },
  });
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({ code: 200, events_ingested: 1 });
});

test("the sandbox shows itself to people", async ({ page }) => {
  await page.goto(SANDBOX_URL);
  await expect(page).toHaveTitle(/Customer\.io sandbox/);
});
