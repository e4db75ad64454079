import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import type { EventProblem, Rejection, RejectionKind } from "./rejection";

/** What was wrong with one refused upload, so that its sender can be mended. */
export interface RejectionFault {
  readonly reason: RejectionKind;
  readonly problem: EventProblem["kind"] | "";
  /** Names of fields, separated by commas; empty when it is about none. */
  readonly field: string;
  /** As the SDK calls itself; empty when it does not. */
  readonly library: string;
  /** What stood in the field, cut. May be personal data. */
  readonly value: string | null;
  /** More words, where the kind does not say it all; never personal data. */
  readonly detail: string;
}

/** Names and values that a stranger chooses are kept up to here. */
const TEXT_CHARS_MAX = 100;
/** Of a key that no project has; enough to tell it from another, too little to use it. */
const KEY_CHARS_SHOWN = 4;

/** `null` for troubles of ours, which no sender can mend. Costs the same for every upload. Pure. */
export function faultOf(rejection: Rejection, sent: readonly JsonObject[]): RejectionFault | null {
  const fault = {
    reason: rejection.kind,
    problem: "",
    field: "",
    library: libraryOf(sent[0]),
    value: null,
    detail: "",
  } as const;
  switch (rejection.kind) {
    case "unavailable":
    case "outcome_unknown":
    case "failed":
      return null;
    case "missing_field":
      return { ...fault, problem: "missing", field: rejection.field };
    case "invalid_events":
      return { ...fault, ...ofEvent(rejection.problems, sent) };
    case "invalid_api_key":
      return { ...fault, field: "api_key", value: maskKey(rejection.apiKey) };
    case "unknown_source":
      return { ...fault, value: maskKey(rejection.key) };
    case "wrong_secret":
      return { ...fault, field: "X-Tributary-Secret" };
    case "throttled": {
      const { users, devices, eventsPerSecond } = rejection.throttled;
      const [id] = (users.size > 0 ? users : devices).keys();
      const field = users.size > 0 ? "user_id" : "device_id";
      return { ...fault, field, value: shown(id), detail: `${eventsPerSecond} events per second` };
    }
    case "over_quota":
      return { ...fault, detail: `${rejection.quota.eventsPerSecond} events per second` };
    case "unsupported_encoding":
      return { ...fault, field: "Content-Encoding", value: shown(rejection.encoding) };
    case "refused_by_log":
      return { ...fault, detail: cut(rejection.message) };
    default:
      return fault;
  }
}

/** The fields that are wrong in the same way in the first event that is wrong. */
function ofEvent(problems: readonly EventProblem[], sent: readonly JsonObject[]) {
  const first = problems[0];
  if (first === undefined) return {};
  const event = sent[first.index];
  const alike = problems
    .slice(0, TEXT_CHARS_MAX)
    .filter(({ index, kind }) => index === first.index && kind === first.kind);
  return {
    problem: first.kind,
    field: cut([...new Set(alike.map(({ field }) => field))].join(", ")),
    library: libraryOf(event),
    value: first.kind === "missing" ? null : shown(event?.[first.field]),
    detail: cut(first.why ?? ""),
  };
}

const libraryOf = (event: JsonObject | undefined): string => {
  const library = event?.["library"];
  return typeof library === "string" ? cut(library) : "";
};

/** No larger than what can be looked at: a list or an object is told by its kind. */
function shown(value: Json | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === "string") return `"${cut(value)}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isJsonObject(value) ? "an object" : cut(String(value));
}

const maskKey = (key: string): string =>
  key.length > 3 * KEY_CHARS_SHOWN
    ? cut(`${key.slice(0, KEY_CHARS_SHOWN)}…${key.slice(-KEY_CHARS_SHOWN)}`)
    : `${key.length} characters`;

/** Without what PostgreSQL cannot hold. */
const cut = (text: string): string =>
  `${text.slice(0, TEXT_CHARS_MAX)}${text.length > TEXT_CHARS_MAX ? "…" : ""}`
    .toWellFormed()
    .replaceAll("\0", "�");
