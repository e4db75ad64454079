import { toTextAnswer } from "@/lib/engine/ingest/answers/text-answer";
import type { Endpoint } from "@/lib/engine/ingest/endpoint";
import { isGiven, withNames } from "@/lib/engine/pipeline/source/other-names";
import type { JsonObject } from "@/lib/kernel/json";
import { isJsonObject } from "@/lib/kernel/json";

// The form that amplitude-js up to 8 and the mobile SDKs of its time post: client (the API key), e (the events as
// JSON), v, upload_time, checksum. Its events have other names for some fields, and its answer is a word.

/** The format in which these fields are; `endpoint` itself unless it is the old form. */
export function formatOf(fields: JsonObject, endpoint: Endpoint): Endpoint {
  const isLegacy =
    "client" in fields &&
    "e" in fields &&
    endpoint.eventFields.includes("e") &&
    !("events" in fields);
  // That API came before the minimum length of ids. Its checksum is not looked at: it proves nothing beyond TCP's.
  return isLegacy
    ? { ...endpoint, idCharsMin: 1, toEvent: fromLegacyEvent, toAnswer: toTextAnswer }
    : endpoint;
}

/** An event of the old form as the event of HTTP V2 that says the same. Pure. */
function fromLegacyEvent(event: JsonObject): JsonObject {
  const { library } = event;
  const { name, version } = isJsonObject(library) ? library : {};
  const text = isGiven(name) && isGiven(version) ? { library: `${name}/${version}` } : {};
  return withNames({ ...event, ...text }, LEGACY_NAMES);
}

const LEGACY_NAMES = [
  ["timestamp", "time"],
  ["uuid", "insert_id"],
  ["version_name", "app_version"],
] as const;
