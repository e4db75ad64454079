import { systemClock } from "@/lib/kernel/clock";
import type { JsonObject } from "@/lib/kernel/json";
import { parseProcessEnv } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { ensureSyncs } from "./ensure-syncs";
import { nextVisit, type World } from "./next-visit";

// The demo's traffic: a modest stream of made-up events through the public HTTP API, until stopped.

const REQUEST_MS_MAX = 10_000;
const RETRY_MS = 1_000;
/** Somebody does something about four times a second; some of it is two events. */
const PAUSE_MS = { min: 120, max: 380 };

const settings = parseProcessEnv();
if (!settings.ok) throw new Error(settings.error.join("\n"));
const { host, port, bootstrapProject, bootstrapApiToken, sandboxPort } = settings.value;
if (bootstrapProject === undefined || bootstrapApiToken === undefined) {
  throw new Error(
    "the demo needs BOOTSTRAP_PROJECT and BOOTSTRAP_API_TOKEN: start it with npm run demo",
  );
}
const { name: projectName, apiKey } = bootstrapProject;
const baseUrl = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;

const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => stopping.abort());
}

const api = { baseUrl, token: bootstrapApiToken.reveal() };
await ensureSyncs(api, projectName, `http://127.0.0.1:${sandboxPort}`);
const known = new Set<string>();
await upload(visit());
process.stdout.write(`${JSON.stringify({ ready: true, process: "demo", pid: process.pid })}\n`);
while (!stopping.signal.aborted) {
  await upload(visit());
  const pause = PAUSE_MS.min + Math.random() * (PAUSE_MS.max - PAUSE_MS.min);
  await systemClock.sleep(pause, stopping.signal);
}
process.exit(0);

function visit(): readonly JsonObject[] {
  const world: World = { nowMs: Date.now(), chance: Math.random, known };
  return nextVisit(world).map((event) => ({ insert_id: crypto.randomUUID(), ...event }));
}

/** Sends until accepted; the insert_ids keep a repetition from counting twice. */
async function upload(events: readonly JsonObject[]): Promise<void> {
  const body = JSON.stringify({ api_key: apiKey, events });
  while (!stopping.signal.aborted) {
    try {
      const response = await fetch(`${baseUrl}/2/httpapi`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(REQUEST_MS_MAX),
      });
      const answer = await response.text();
      if (response.ok) return;
      logger.warn({ status: response.status, answer }, "demo events were not accepted");
    } catch (error) {
      logger.warn({ err: error }, "demo events could not be sent");
    }
    await systemClock.sleep(RETRY_MS, stopping.signal);
  }
}
