import { z } from "zod";
import { retryAfterMs } from "@/lib/engine/connectors/http/retry-after";
import type { ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { checkpoint, stopIfAsked } from "@/lib/engine/store/backfill/checkpoint";
import { backfillSecretsRow } from "@/lib/engine/store/backfill/secrets-row";
import { writeFile, writeParts } from "@/lib/engine/store/backfill/write-file";
import { parseStored } from "@/lib/engine/store/stored-sync";
import { parseJson } from "@/lib/kernel/parse-json";
import type { BackfillPorts } from "./backfill-ports";
import { BackfillFailed, BackfillWaits } from "./backfill-trouble";

const HOUR_MS = 3_600_000;
/** An hour of a large project is made while it is asked for; PostHog waits as long. */
const ANSWER_MS_MAX = 600_000;
/** Where Amplitude does not say when it may be asked again. */
const AGAIN_MS = 60_000;

const configSchema = z.object({
  region: z.enum(["us", "eu"]),
  start: z.string(),
  end: z.string(),
});
const keysSchema = z.object({ apiKey: z.string(), secretKey: z.string() });

/**
 * Fetches each hour of the range from Amplitude's Export API, one after the other, and keeps what it answers as a file.
 * Goes on with the hour at which it was broken off. Throws BackfillWaits where Amplitude asks for patience, and
 * BackfillFailed where somebody has to mend something.
 */
export async function fetchHours(ports: BackfillPorts, claim: ClaimedBackfill): Promise<void> {
  const { pool, cipher, exportUrls, stop } = ports;
  const config = parseStored(configSchema, claim.config, `The range of backfill ${claim.id}`);
  const opened = cipher.decrypt(claim.secrets, backfillSecretsRow(claim.id));
  const keys = parseStored(keysSchema, parseJson(opened), `The keys of backfill ${claim.id}`);
  const authorization = `Basic ${Buffer.from(`${keys.apiKey}:${keys.secretKey}`).toString("base64")}`;
  const hours = hoursBetween(config.start, config.end);
  for (const [number, hour] of hours.entries()) {
    if (number < claim.atFile) continue;
    stopIfAsked(stop);
    const url = `${exportUrls[config.region]}/api/2/export?start=${hour}&end=${hour}`;
    const response = await ask(url, authorization, stop);
    if (await hasData(response, hour, config.region)) {
      const { bytes } = await writeParts(pool, claim, number, response.body ?? nothing());
      await writeFile(pool, claim, { number, name: `${hour}.zip`, bytes });
    } else await checkpoint(pool, claim, "at_file = $3", [number + 1]);
  }
  await checkpoint(pool, claim, "phase = 'count', at_file = 0, secrets = ''");
}

async function ask(url: string, authorization: string, stop: AbortSignal): Promise<Response> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS_MAX)]);
  try {
    return await fetch(url, { headers: { authorization }, redirect: "error", signal });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BackfillWaits(`Amplitude cannot be reached: ${why}`, AGAIN_MS / 1_000);
  }
}

/** What the answer means: see Amplitude's Export API. An hour without events is 404. */
async function hasData(response: Response, hour: string, region: string): Promise<boolean> {
  const { status, headers } = response;
  if (status === 200) return true;
  await response.body?.cancel();
  if (status === 404) return false;
  if (status === 401 || status === 403) {
    throw new BackfillFailed(
      `Amplitude answered ${status}: API Key and Secret Key are not those of a project in its ${region.toUpperCase()} region`,
    );
  }
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(headers.get("retry-after"), Date.now()) ?? AGAIN_MS;
    throw new BackfillWaits(`Amplitude answered ${status} for the hour ${hour}`, waitMs / 1_000);
  }
  throw new BackfillFailed(`Amplitude answered ${status} for the hour ${hour}`);
}

/** `20260131T13`, `20260131T14`, … both ends inclusive. Pure. */
function hoursBetween(start: string, end: string): readonly string[] {
  const hours: string[] = [];
  for (let ms = msOf(start); ms <= msOf(end); ms += HOUR_MS) {
    hours.push(new Date(ms).toISOString().slice(0, 13).replaceAll("-", ""));
  }
  return hours;
}

const msOf = (hour: string): number =>
  Date.parse(`${hour.slice(0, 4)}-${hour.slice(4, 6)}-${hour.slice(6, 11)}:00:00Z`);

async function* nothing(): AsyncGenerator<Uint8Array> {}
