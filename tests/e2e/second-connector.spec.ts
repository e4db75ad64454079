import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import {
  edit,
  enable,
  openTab,
  pressPanel,
  save,
  selectEvents,
} from "@/tests/e2e/support/sync-page";
import { type Copy, copyWithEcho } from "@/tests/second-connector/copy-with-echo";
import { ADMIN } from "@/tests/support/e2e-world";
import { freePorts, type Program, runProgram } from "@/tests/support/processes";

// A second connector is a folder and a line: its card, page, form, checks, mapping, sending and words come from what it
// declares.

const API_KEY = "echo0000000000000000000000000000";

let copy: Copy;
let program: Program;
let url: string;
const heard: { readonly path: string; readonly token: string; readonly lines: string[] }[] = [];
const room = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const token = request.headers.authorization ?? "";
    const lines = body.split("\n").filter(Boolean);
    if (lines.length > 0) heard.push({ path: request.url ?? "", token, lines });
    response.writeHead(token === "Token open-sesame" ? 200 : 403).end("Nobody knows this token");
  });
});

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await new Promise<void>((ready) => room.listen(0, "127.0.0.1", ready));
  copy = copyWithEcho();
  const port = await freePorts(1);
  url = `http://localhost:${port}`;
  program = runProgram(
    `${copy.folder}/dist/supervisor.js`,
    {
      PORT: String(port),
      DATA_DIR: `${copy.folder}/.data`,
      LOG_LEVEL: "warn",
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      BOOTSTRAP_PROJECT: `Rooms:${API_KEY}`,
      ECHO_US_URL: `http://127.0.0.1:${(room.address() as AddressInfo).port}`,
    },
    { cwd: copy.folder },
  );
  await program.line(/is running at/);
});

test.afterAll(async () => {
  program?.child.kill("SIGTERM");
  await program?.ended;
  copy?.remove();
  room.close();
});

test("a sync of it is made, tested, mapped and delivers, in its own words", async ({ page }) => {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(ADMIN.email);
  await page.getByRole("textbox", { name: "Password" }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/overview$/);
  await page.goto(page.url().replace("/overview", "/catalog?tab=destinations"));
  await page.getByRole("link", { name: "Echo" }).click();
  await expect(page.getByText("It says everything twice.")).toBeVisible();
  await page.getByLabel("Sync name").fill("To the room");
  await page.getByRole("button", { name: "Create Sync" }).click();

  await edit(page);
  await enable(page, "Status");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const alert = page.getByRole("form").getByRole("alert").filter({ hasText: "Nothing was saved" });
  await expect(alert).toContainText("Room: Enter the Room to enable this sync");
  await expect(alert).toContainText("Door Token: Enter the Door Token to enable this sync");
  await page.getByRole("textbox", { name: "Room" }).fill("lobby");
  await page.getByRole("textbox", { name: "Door Token" }).fill("knock-knock");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("Nobody knows this token", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Door Token" }).fill("open-sesame");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("In the room", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Account Region")).toHaveCount(0);
  await pressPanel(page, "Advanced");
  await page.getByRole("textbox", { name: "Pace" }).fill("51");
  await page.getByRole("textbox", { name: "Pace" }).blur();
  await expect(page.getByText("Enter at most 50", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Pace" }).fill("50");
  await enable(page, "Send Events");
  await pressPanel(page, "1. Select and filter events");
  await selectEvents(page, "All Events");
  await save(page);
  await expect(page.getByText("lobby", { exact: true })).toBeVisible();

  await openTab(page, "Mappings");
  await expect(page.getByText("Echo Handle", { exact: true })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Parameter Name" })).toBeVisible();

  const answer = await fetch(`${url}/2/httpapi`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      api_key: API_KEY,
      events: [{ event_type: "Door Opened", user_id: "ann-0001" }],
    }),
  });
  expect(answer.status).toBe(200);
  await expect.poll(() => heard.length).toBe(1);
  expect(heard[0]).toMatchObject({ path: "/rooms/lobby/lines", token: "Token open-sesame" });
  expect(JSON.parse(heard[0]?.lines[0] ?? "")).toMatchObject({
    handle: "ann-0001",
    said: "Door Opened",
  });
  await openTab(page, "Deliveries");
  await expect(page.getByRole("table").getByText("Accepted by Echo")).toBeVisible();
});
