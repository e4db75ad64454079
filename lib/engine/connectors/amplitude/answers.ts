import type { Answer } from "@/lib/engine/connectors/http/call";
import { retryAfterMs } from "@/lib/engine/connectors/http/retry-after";
import type { OperationVerdict, Verdict } from "@/lib/engine/pipeline/ports";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";

// What an answer of Amplitude's HTTP V2 or Batch API means. A request is taken or refused as a whole: a refusal lists
// those at fault by their index, and says nothing of the others, which are sent again without them. MUST never conclude
// that an event was taken unless Amplitude said so.

interface Asked {
  readonly operations: number;
  /** After a 429 that says nothing of how long. */
  readonly pauseMs: number;
  readonly nowMs: number;
}

/** The fields of a refusal that list events by field, and how each is said. */
const BY_FIELD = [
  ["events_with_missing_fields", "is missing"],
  ["events_with_invalid_fields", "is invalid"],
  ["events_with_invalid_id_lengths", "is too short"],
] as const;

/** Pure; the table of answers. */
export function judgeAnswer(answer: Answer, asked: Asked): Verdict {
  const { status } = answer;
  const body = parseObject(answer.body);
  const message = explain(status, body);
  switch (status) {
    case 200:
      return accepted(answer, body, asked);
    case 400:
      return refused(body, message, asked);
    case 401:
    case 403:
      return { kind: "unwell", reason: "credentials_refused", message };
    case 404:
    case 405:
    case 407:
      return { kind: "unwell", reason: "misconfigured", message };
    case 408:
      return wait("timeout", answer, message, asked);
    case 413:
      return { kind: "unattributable", message };
    case 429:
      return tooMany(answer, body, message, asked);
    default:
      break;
  }
  if (status < 400) return { kind: "unwell", reason: "misconfigured", message };
  if (status < 500) return { kind: "unattributable", message };
  return wait("server_error", answer, message, asked);
}

/** How many events Amplitude says it took; undefined where it says no number. Pure. */
export function confirmedIn({ status, body }: Answer): number | undefined {
  const count = status === 200 ? parseObject(body)?.["events_ingested"] : undefined;
  return typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= COUNT_MAX
    ? count
    : undefined;
}

/** What its column holds. */
const COUNT_MAX = 2 ** 31 - 1;

/** A JSON object, or null for anything else. Pure. */
function parseObject(body: string): JsonObject | null {
  try {
    const value: unknown = parseJson(body);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function explain(status: number, body: JsonObject | null): string {
  const error = body?.["error"];
  const said = typeof error === "string" && error !== "" ? `: ${error}` : "";
  return `Amplitude answered ${status}${said}`;
}

/** Somebody else's page may answer 200 as well: only Amplitude's own words count. */
function accepted(answer: Answer, body: JsonObject | null, asked: Asked): Verdict {
  if (body?.["code"] === 200) return settled(asked, () => ({ kind: "accepted" }));
  if (answer.bodyState === "complete" && answer.body.trim() !== "") {
    const message = "The answer 200 is not Amplitude's: check the address";
    return { kind: "unwell", reason: "misconfigured", message };
  }
  const message = "Amplitude's answer 200 was cut off before it said that the events were taken";
  return { kind: "wait", reason: "unreachable", retryAfterMs: null, message };
}

function refused(body: JsonObject | null, message: string, asked: Asked): Verdict {
  if (isKeyRefused(body)) return { kind: "unwell", reason: "credentials_refused", message };
  const faults = faultsOf(body ?? {});
  const held = indexesIn(body?.["throttled_events"]);
  return sorted(asked, faults, held, message, asked.pauseMs);
}

/** The request's own field, or the word that live answers have: "Invalid API key: …". */
const isKeyRefused = (body: JsonObject | null): boolean =>
  body?.["missing_field"] === "api_key" || /^invalid api key/i.test(String(body?.["error"] ?? ""));

/** By index: the field at fault and what is wrong with it. */
function faultsOf(body: JsonObject): ReadonlyMap<number, { field: string; message: string }> {
  const faults = new Map<number, { field: string; message: string }>();
  for (const [name, what] of BY_FIELD) {
    const fields = body[name];
    if (!isJsonObject(fields)) continue;
    for (const [field, indexes] of Object.entries(fields)) {
      for (const index of indexesIn(indexes)) {
        faults.set(index, { field, message: `Amplitude: ${field} ${what}` });
      }
    }
  }
  for (const index of indexesIn(body["silenced_events"])) {
    const message = "Amplitude has silenced this device: it takes none of its events";
    faults.set(index, { field: "device_id", message });
  }
  return faults;
}

const indexesIn = (value: Json | undefined): readonly number[] =>
  Array.isArray(value) ? value.filter((index): index is number => typeof index === "number") : [];

/** Docs, Batch: the quota of a day is counted in steps of an hour. */
const QUOTA_PAUSE_MS = 3_600_000;

function tooMany(answer: Answer, body: JsonObject | null, message: string, asked: Asked): Verdict {
  const quotas = [body?.["exceeded_daily_quota_users"], body?.["exceeded_daily_quota_devices"]];
  const overQuota = quotas.some((map) => isJsonObject(map) && Object.keys(map).length > 0);
  const held = indexesIn(body?.["throttled_events"]);
  if (held.length === 0) return wait("throttled", answer, message, asked);
  const pauseMs = overQuota ? QUOTA_PAUSE_MS : asked.pauseMs;
  const why = overQuota ? `${message} (the quota of a day is used up)` : message;
  return sorted(asked, new Map(), held, why, pauseMs);
}

/** The listed ones are refused or held back, all others sent again; nothing is concluded from an index out of range. */
function sorted(
  asked: Asked,
  faults: ReturnType<typeof faultsOf>,
  held: readonly number[],
  message: string,
  pauseMs: number,
): Verdict {
  const listed = [...faults.keys(), ...held];
  if (listed.some((index) => !Number.isInteger(index) || index < 0 || index >= asked.operations)) {
    return { kind: "resend", message: `${message}, and named an event that was not sent` };
  }
  if (listed.length === 0) return { kind: "unattributable", message };
  const waits = new Set(held);
  return settled(asked, (index): OperationVerdict => {
    const fault = faults.get(index);
    if (fault !== undefined) return { kind: "refused", ...fault };
    return waits.has(index)
      ? { kind: "throttled", message, retryAfterMs: pauseMs }
      : { kind: "again" };
  });
}

function wait(
  reason: Extract<Verdict, { kind: "wait" }>["reason"],
  answer: Answer,
  message: string,
  { nowMs, pauseMs }: Asked,
): Verdict {
  const said = retryAfterMs(answer.retryAfter, nowMs);
  const pause = reason === "throttled" ? (said ?? pauseMs) : said;
  return { kind: "wait", reason, retryAfterMs: pause, message };
}

const settled = (asked: Asked, verdict: (index: number) => OperationVerdict): Verdict => ({
  kind: "settled",
  operations: Array.from({ length: asked.operations }, (_, index) => verdict(index)),
});
