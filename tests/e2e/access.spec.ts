import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page, Request } from "@playwright/test";
import { edit, save } from "@/tests/e2e/support/sync-page";
import { expect, test } from "@/tests/e2e/support/test";
import {
  APP_URL,
  callApi,
  configOf,
  createProject,
  createSync,
  createWorkspace,
  ingest,
  mainProject,
  readSync,
} from "@/tests/e2e/support/world";
import { PROJECT, SANDBOX_URL } from "@/tests/support/e2e-world";

// What somebody tries who is not meant to be here, or who may send events and nothing else.

const NOBODY = { storageState: { cookies: [], origins: [] } };

test.describe("without a session", () => {
  test.use(NOBODY);

  test("every page leads to the sign-in and says nothing of what is inside", async ({
    request,
  }) => {
    const { id } = await mainProject();
    const sync = await createSync(id, "Nobody sees this");
    const inside = [
      "overview",
      "catalog",
      "catalog/customerio",
      "sources",
      "destinations",
      "events",
      "users",
      "users/1",
      "settings",
      "settings/api-keys",
      "settings/names",
      "settings/members",
      "settings/api-tokens",
      "settings/audit-log",
    ];
    const paths = [
      "/",
      "/account",
      "/projects/new",
      ...inside.map((path) => `/projects/${id}/${path}`),
      ...["settings", "mappings", "deliveries", "history"].map(sync.path),
    ];
    for (const path of paths) {
      const answer = await request.get(path, { maxRedirects: 0 });
      expect([path, answer.status(), answer.headers()["location"]]).toEqual([
        path,
        307,
        path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`,
      ]);
      const text = await answer.text();
      expect(text).not.toContain(PROJECT.name);
      expect(text).not.toContain(PROJECT.apiKey);
      expect(text).not.toContain("Nobody sees this");
    }
  });

  test("no page is framed, sniffed or run but for its own scripts; another host is not answered", async ({
    request,
  }) => {
    const nonces = new Set<string | undefined>();
    for (const path of ["/sign-in", "/sign-in", "/nowhere"]) {
      const answer = await request.get(path);
      const { "content-security-policy": policy = "", ...headers } = answer.headers();
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    const program = (await request.get("/v1/projects")).headers();
    expect(program["content-security-policy"]).toContain("default-src 'none'; frame-ancestors");
    const rebound = await request.get("/sign-in", { headers: { host: "evil.example" } });
    expect(rebound.status()).toBe(403);
  });

  test("the first run is over for good", async ({ request }) => {
    const answer = await request.get("/setup", { maxRedirects: 0 });
    expect(answer.headers()["location"]).toBe("/sign-in");
  });

  test("a sign-in needs the right password and its own form's token", async ({ request }) => {
    const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
    const attempt = { email: "admin@example.com", password: "a guess" };
    for (const form of [attempt, { ...attempt, csrfToken }]) {
      await request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
      expect(await (await request.get("/api/auth/session")).json()).toEqual({});
    }
  });

  test("signing in leads back to the page that was asked for", async ({ page }) => {
    const { id } = await mainProject();
    await page.goto(`/projects/${id}/events?type=a%26b`);
    await page.getByLabel("Email").fill("admin@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(new RegExp(`/projects/${id}/events\\?type=a%26b$`));
  });

  test("after signing in nobody is sent to another site", async ({ page }) => {
    for (const target of ["https://evil.example/", "//evil.example/", "/\\evil.example"]) {
      await page.context().clearCookies();
      const query = new URLSearchParams({ callbackUrl: target, next: target, redirect: target });
      await page.goto(`/sign-in?${query}`);
      await page.getByLabel("Email").fill("admin@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(new RegExp(`^${APP_URL}/projects/\\d+/overview$`));
    }
  });

  test("the sign-in service itself names no other site to go to", async ({ request }) => {
    const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
    for (const callbackUrl of ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]) {
      for (const path of ["callback/credentials", "signout"]) {
        const answer = await request.post(`/api/auth/${path}`, {
          form: {
            csrfToken,
            callbackUrl,
            json: "true",
            email: "admin@example.com",
            password: "correct horse battery",
          },
        });
        expect(new URL((await answer.json()).url).origin).toBe(APP_URL);
      }
    }
  });
});

test("a server action does nothing without a session, from another site, or on another project's sync", async ({
  page,
  playwright,
}) => {
  const { id } = await mainProject();
  const sync = await createSync(id, "Under attack");
  const action = await savedBy(page, sync.path("settings"), "by-its-owner");
  const other = await createProject(page, `Other ${randomUUID()}`);
  const foreign = await createSync(other.id, "Of another project");
  const cookie = (await action.allHeaders())["cookie"] ?? "";
  const body = (action.postData() ?? "").replace("by-its-owner", "by-an-attacker");
  const nobody = await playwright.request.newContext({ baseURL: APP_URL, ...NOBODY });

  const noSession = await replay(nobody, action, body, {});
  expect(await noSession.text()).toContain("unauthenticated");

  const elsewhere = await replay(nobody, action, body, { cookie, origin: "https://evil.example" });
  expect(elsewhere.ok()).toBe(false);

  const swapped = body.replace(`"id":${sync.id}`, `"id":${foreign.id}`);
  expect(swapped).not.toBe(body);
  const wrongProject = await replay(nobody, action, swapped, { cookie });
  expect(await wrongProject.text()).toContain("not_found");

  expect(await readSync(sync)).toMatchObject({ config: { site_id: "by-its-owner" } });
  expect(await readSync(foreign)).not.toMatchObject({ config: { site_id: "by-an-attacker" } });
  await nobody.dispose();
});

test("what belongs to one project is not found under another", async ({ page }) => {
  const { id } = await mainProject();
  const sync = await createSync(id, "Mine alone");
  const other = await createProject(page, `Elsewhere ${randomUUID()}`);
  for (const tab of ["settings", "mappings", "deliveries", "history"]) {
    const answer = await page.goto(`/projects/${other.id}/destinations/${sync.id}/${tab}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("Mine alone")).toBeHidden();
  }
  await ingest({ apiKey: PROJECT.apiKey }, [{ user_id: "only-here", event_type: "Seen" }]);
  await page.goto(`/projects/${id}/users?q=only-here`);
  await page.getByRole("main").getByRole("link", { name: "only-here" }).click();
  await expect(page).toHaveURL(/users\/\d+/);
  const person = page.url().split("/").at(-1);
  expect((await page.goto(`/projects/${other.id}/users/${person}`))?.status()).toBe(404);
  const path = `/v1/projects/${other.id}/destinations/${sync.id}`;
  for (const [method, rest, body] of [
    ["GET", "", undefined],
    ["PATCH", "", { enabled: true }],
    ["DELETE", "", undefined],
    ["GET", "/deliveries", undefined],
    ["POST", "/test", {}],
    ["POST", "/redeliver", { filter: {} }],
  ] as const) {
    expect([method, rest, (await callApi(method, path + rest, body)).status]).toEqual([
      method,
      rest,
      404,
    ]);
  }
});

test("the API does what the token's scope allows, and nothing without a token", async ({
  page,
}) => {
  const { id } = await mainProject();
  const sync = await createSync(id, "Scoped");
  const reader = await createToken(page, id, "Read destinations and deliveries");
  const path = `/v1/projects/${id}/destinations/${sync.id}`;
  const calls = [
    ["GET", path, undefined, 200],
    ["GET", `${path}/deliveries`, undefined, 200],
    ["GET", "/v1/projects", undefined, 403],
    ["PATCH", path, { display_name: "Taken over" }, 403],
    ["DELETE", path, undefined, 403],
    ["POST", `${path}/test`, {}, 403],
    ["POST", `${path}/redeliver`, { filter: {} }, 403],
    ["POST", `/v1/projects/${id}/destinations`, { display_name: "New" }, 403],
    ["POST", "/api/pipeline/run?seconds=1", undefined, 403],
  ] as const;
  for (const [method, target, body, status] of calls) {
    expect([method, target, (await callApi(method, target, body, reader)).status]).toEqual([
      method,
      target,
      status,
    ]);
    for (const token of [null, "not-a-token", PROJECT.apiKey]) {
      expect([target, (await callApi(method, target, body, token)).status]).toEqual([target, 401]);
    }
  }
  expect(await readSync(sync)).toMatchObject({ display_name: "Scoped" });
});

test("names, people and answers that are HTML are shown as text, in the app and in the sandbox", async ({
  page,
}) => {
  const html = `<img src=x onerror="alert('in')"><script>alert('in')</script>`;
  const alerts: string[] = [];
  page.on("dialog", async (dialog) => {
    alerts.push(dialog.message());
    await dialog.dismiss();
  });
  const project = await createProject(page, `${html} project`);
  const workspace = await createWorkspace("html-in-answers");
  const sync = await createSync(project.id, `${html} sync`, {
    ...configOf(workspace),
    enabled: true,
    send_events: true,
    send_users: true,
    send_users_on_events: true,
    event_filter: { events: ["_all"] },
    property_mappings: { event_properties: [html], user_properties: [html] },
  });
  await workspace.addFault({
    match: { event: `${html} refused` },
    effect: { status: 400, body: JSON.stringify({ meta: { error: `${html} answer` } }) },
  });
  const event = (name: string) => ({
    user_id: `${html} person`,
    event_type: `${html} ${name}`,
    event_properties: { [html]: html },
    user_properties: { [html]: html },
  });
  await ingest(project, [event("sent")]);
  await ingest(project, [event("refused")]);
  await page.goto(sync.path("deliveries"));
  await expect(page.getByRole("button", { name: `${html} sent` })).toBeVisible();
  await page.getByRole("button", { name: `${html} refused` }).click();
  await expect(page.getByRole("dialog")).toContainText("Event as received");
  for (const path of [
    ...[
      "overview",
      "destinations",
      "events",
      "users",
      "sources",
      "catalog/customerio",
      "settings",
    ].map((name) => `/projects/${project.id}/${name}`),
    ...["settings", "mappings", "history"].map(sync.path),
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    expect(await page.evaluate(() => document.images.length), path).toBe(0);
  }
  await page.goto(sync.path("settings"));
  await edit(page);
  await page.getByRole("button", { name: "Specify event properties to send" }).click();
  await expect(page.getByRole("option", { name: html }).first()).toBeVisible();
  for (const path of ["/", "/activity", "/requests"]) {
    await page.goto(`${SANDBOX_URL}${path}?workspace=${workspace.siteId}`);
    await expect(page.getByText("onerror").first()).toBeAttached();
    expect(await page.evaluate(() => document.images.length), path).toBe(0);
  }
  expect(alerts).toEqual([]);
});

/** Saves a Site ID by the form and returns the request that did it. */
async function savedBy(page: Page, path: string, siteId: string): Promise<Request> {
  await page.goto(path);
  await edit(page);
  await page.getByLabel("Customer.io Site ID").fill(siteId);
  const sent = page.waitForRequest(
    (request) => request.method() === "POST" && (request.postData() ?? "").includes(siteId),
  );
  await save(page);
  return sent;
}

/** Sends the request of a server action again, as somebody else. */
function replay(
  as: APIRequestContext,
  action: Request,
  data: string,
  headers: Readonly<Record<string, string>>,
) {
  const { "next-action": id = "", "content-type": type = "" } = action.headers();
  return as.post(action.url(), {
    data,
    headers: { "next-action": id, "content-type": type, origin: APP_URL, ...headers },
  });
}

/** Creates an API token that may do one thing, by the form. */
async function createToken(page: Page, projectId: number, may: string): Promise<string> {
  await page.goto(`/projects/${projectId}/settings/api-tokens`);
  await page.getByRole("button", { name: "Create API token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`May: ${may}`);
  const boxes = dialog.getByRole("checkbox");
  for (const box of await boxes.all()) if (await box.isChecked()) await box.press("Space");
  await dialog.getByRole("checkbox", { name: may }).press("Space");
  await dialog.getByRole("button", { name: "Create" }).click();
  return dialog.getByRole("textbox", { name: "API token" }).inputValue();
}
