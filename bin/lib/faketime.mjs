import { existsSync } from "node:fs";
import { run } from "./run.mjs";

/** Installs libfaketime, with which chaos sets the database's clock, where that may be done; else chaos does without. */
export async function provideFaketime() {
  if (existsSync("/usr/bin/faketime")) return;
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return;
  const script = "apt-get update && apt-get install -y --no-install-recommends faketime";
  await run("sh", ["-c", `export DEBIAN_FRONTEND=noninteractive; ${script}`], { quiet: true });
}
