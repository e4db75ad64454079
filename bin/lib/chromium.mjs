import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, tool } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of a Chromium: $CHROMIUM_PATH, the system's, Playwright's own; else installs one. */
export async function provideChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  console.log("Installing Chromium for the browser tests …");
  const output = [];
  for (const [command, ...args] of installers()) {
    const done = await run(command, args, { quiet: true });
    output.push(done.output);
    if (done.code !== 0) continue;
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  console.error(output.join("").trimEnd());
  console.error(
    "No Chromium was found and none could be installed: install Chromium or Chrome, or set CHROMIUM_PATH to one.",
  );
  process.exit(1);
}

async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const system = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...system, ...MAC_PATHS].find(isExecutable);
  if (found !== undefined) return found;
  const { chromium } = await import("@playwright/test");
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** apt-get where it may be used, for it also brings the libraries; Playwright's download elsewhere. */
function installers() {
  const playwright = [process.execPath, tool("@playwright/test/cli.js"), "install", "chromium"];
  const apt = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  if (!apt) return [playwright];
  const script = "apt-get update && apt-get install -y --no-install-recommends chromium";
  return [["sh", "-c", `export DEBIAN_FRONTEND=noninteractive; ${script}`], playwright];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
