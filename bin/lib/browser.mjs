import { provideChromium } from "./chromium.mjs";

/** Chromium as the browser tests start it. */
export async function openBrowser() {
  const { chromium } = await import("@playwright/test");
  return chromium.launch({
    executablePath: await provideChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** Signs in on a fresh page of this context and resolves with the address of the project that comes next. */
export async function signIn(context, url, email, password) {
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`, { waitUntil: "networkidle" });
  await page.getByLabel("Email").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects\/\d+\//);
  const project = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await page.close();
  return `${url}${project}`;
}

/** The first link on a page whose address matches, whole. */
export async function findLink(context, address, pattern) {
  const page = await context.newPage();
  await page.goto(address);
  const link = page
    .locator("main a[href]")
    .and(page.locator(`[href*="${pattern}"]`))
    .first();
  const href = await link.getAttribute("href");
  await page.close();
  return new URL(href, address).href;
}
