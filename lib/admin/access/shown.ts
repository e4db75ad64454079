import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";
import { maySeePersonalData } from "./may-see-personal-data";

export const MASK = "••••";

/** Texts that name a person or were sent of one, in whatever a verb answers. */
const TEXTS: ReadonlySet<string> = new Set([
  ...["userId", "deviceId", "devices", "identifier", "insertId"],
  ...["recipient", "subject", "href"],
  ...["subject", "recipient", "failure", "href"],
  ...["value", "actual", "sent", "example", "answer", "path", "body"],
]);
/** Objects whose names are shown and whose values are not. */
const OBJECTS: ReadonlySet<string> = new Set([
  ...["payload", "userProperties", "userChanges", "changes", "properties"],
]);
/** Sentences that may quote one of those texts. */
const SENTENCES: ReadonlySet<string> = new Set([
  "message",
  "warnings",
  "clause",
  "why",
  "words",
  "failure",
]);
/** Settings, which people here have entered. */
const SETTINGS: ReadonlySet<string> = new Set(["sync", "settings", "config", "versions"]);

/** Shorter ones would be found in words of ours. */
const QUOTED_CHARS_MIN = 3;

/**
 * What a verb answers, for this actor: as it is, or with everything masked that was sent of people, and the names of the
 * properties left. Every verb that answers with something of an event or a person returns it through this.
 */
export function shown<T>(ctx: Pick<Context, "actor">, projectId: ProjectId, answer: T): T {
  if (maySeePersonalData(ctx, projectId)) return answer;
  const quoted = new Set<string>();
  collect(answer, quoted, false);
  const longest = [...quoted].sort((a, b) => b.length - a.length);
  return mask(answer, "", longest) as T;
}

function mask(value: unknown, key: string, quoted: readonly string[]): unknown {
  if (value === null || value === undefined || value instanceof Date) return value;
  if (TEXTS.has(key)) return masked(value);
  if (SETTINGS.has(key)) return value;
  if (Array.isArray(value)) return value.map((item) => mask(item, key, quoted));
  if (typeof value === "string") {
    return SENTENCES.has(key)
      ? quoted.reduce((text, personal) => text.replaceAll(personal, MASK), value)
      : value;
  }
  if (typeof value !== "object") return value;
  if (value instanceof Map) {
    return new Map([...value].map(([name, item]) => [name, mask(item, key, quoted)]));
  }
  if (OBJECTS.has(key)) return masked(value);
  const fields = fieldsOf(value).map(([name, item]) => [name, mask(item, name, quoted)] as const);
  return Object.fromEntries([...fields, ...askedOf(value)]);
}

/** Every value in it. What has nothing to hide stays as it is. */
function masked(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return MASK;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item)]));
}

/** All texts that are masked somewhere in the answer: sentences may quote them. */
function collect(value: unknown, quoted: Set<string>, isPersonal: boolean): void {
  if (typeof value === "string" && isPersonal && value.length >= QUOTED_CHARS_MIN)
    quoted.add(value);
  if (typeof value !== "object" || value === null) return;
  const parts = value instanceof Map ? [...value] : fieldsOf(value);
  for (const [name, item] of parts.filter(([key]) => !SETTINGS.has(key))) {
    const isHidden = TEXTS.has(name) || (OBJECTS.has(name) && !Array.isArray(item));
    collect(item, quoted, isPersonal || isHidden);
  }
}

/** Own fields and those that an event works out when they are asked for. The row behind an event is none of them. */
function fieldsOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Date) return [];
  if (Array.isArray(value)) return Object.entries(value);
  const own = Object.entries(value).filter(([, item]) => typeof item !== "function");
  const worked = gettersOf(Object.getPrototypeOf(value));
  if (worked.length === 0) return own;
  return [
    ...worked.map((name) => [name, Reflect.get(value, name)] as const),
    ...own.filter(([name]) => name !== "row" && name !== "people"),
  ];
}

/** What the classes of a value work out. */
function gettersOf(prototype: object | null): readonly string[] {
  if (prototype === null || prototype === Object.prototype) return [];
  const described = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return [
    ...gettersOf(Object.getPrototypeOf(prototype)),
    ...described.filter(([, { get }]) => get !== undefined).map(([name]) => name),
  ];
}

/** An event is asked for a property of its person. */
function askedOf(value: object): readonly (readonly [string, unknown])[] {
  const ask: unknown = Reflect.get(value, "userProperty");
  if (typeof ask !== "function") return [];
  return [["userProperty", (name: string) => masked(Reflect.apply(ask, value, [name]))]];
}
