import { test as base, expect, type Page } from "@playwright/test";
import { ADMIN } from "@/tests/support/e2e-world";
import { APP_URL } from "./world";

type State = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

/** Tests of somebody who is signed in; the sign-in itself is done once per worker. */
export const test = base.extend<object, { readonly session: State }>({
  session: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: APP_URL });
      const page = await context.newPage();
      await signIn(page);
      await use(await context.storageState());
      await context.close();
    },
    { scope: "worker" },
  ],
  storageState: ({ session }, use) => use(session),
  // Whatever the tests look at, it is as its Content-Security-Policy allows.
  page: async ({ page }, use) => {
    const blocked: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) blocked.push(message.text());
    });
    await use(page);
    expect(blocked).toEqual([]);
  },
});

export { expect };

/** Signs in by the form and waits for the first page. */
async function signIn(page: Page, as: typeof ADMIN = ADMIN): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(as.email);
  await page.getByRole("textbox", { name: "Password" }).fill(as.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/projects\/\d+\/overview/);
}
