import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { ADMIN, API_TOKEN, PORT, PROJECT } from "@/tests/support/e2e-world";

// The browser tests drive the built program as `npm start` runs it, with a database of its own and
// the sandbox as its Customer.io. `npm test` builds it and finds the browser.
const executablePath = process.env["CHROMIUM_PATH"];

// A run begins with an empty folder. Playwright loads this file in every worker too; those inherit the variable.
process.env["E2E_DATA_DIR"] ??= join(tmpdir(), `tributary-e2e-${process.pid}`);

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 2,
  timeout: 60_000,
  // As for the integration tests: named at the end of `npm test`.
  retries: 1,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    baseURL: `http://localhost:${PORT}`,
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node bin/start.mjs",
    url: `http://localhost:${PORT}/sign-in`,
    reuseExistingServer: false,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
    env: {
      PORT: String(PORT),
      DATA_DIR: process.env["E2E_DATA_DIR"],
      SANDBOX: "1",
      LOG_LEVEL: "warn",
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      BOOTSTRAP_PROJECT: `${PROJECT.name}:${PROJECT.apiKey}`,
      BOOTSTRAP_API_TOKEN: API_TOKEN,
      API_CALLS_PER_MINUTE: "1000000",
    },
  },
});
