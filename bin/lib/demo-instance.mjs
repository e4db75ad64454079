import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./free-port.mjs";

const START_MS_MAX = 300_000;
const POLL_MS = 500;

/** A demo of its own, with a database in a temporary folder, until `stop`. */
export async function startDemo() {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-demo-"));
  const token = randomBytes(24).toString("base64url");
  const account = { email: "ada@example.com", password: "tributary-demo" };
  const child = spawn(process.execPath, ["bin/demo.mjs"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: dataDir,
      ADMIN_EMAIL: account.email,
      ADMIN_PASSWORD: account.password,
      BOOTSTRAP_API_TOKEN: token,
    },
  });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}`;
  const call = (method, path, body) => callApi(url, token, method, path, body);
  try {
    await until(() => call("GET", "/v1/projects").catch(() => undefined), child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, sandboxUrl: `http://localhost:${sandboxPort}`, account, call, stop },
    until: (condition) => until(condition, child),
  };
}

async function callApi(url, token, method, path, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
  return JSON.parse(answer);
}

/** The first answer that is neither undefined nor false. */
async function until(condition, child) {
  const deadline = Date.now() + START_MS_MAX;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The demo ended with code ${child.exitCode}`);
    const answer = await condition();
    if (answer) return answer;
    await wait(POLL_MS);
  }
  throw new Error(`Nothing after ${START_MS_MAX / 1000} s`);
}
