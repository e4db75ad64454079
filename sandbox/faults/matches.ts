import { isRecord } from "@/sandbox/json-object";
import type { FaultMatch } from "./fault-rule";

/** What a fault rule can see of a request. */
export interface Subject {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  /** Identifier values the request names. */
  readonly people: ReadonlySet<string>;
  /** Parsed body, undefined when it is none. */
  readonly body: unknown;
}

/** Whether the request itself matches; counting (`nth`, `every`, …) is the caller's. */
export function matches(match: FaultMatch, subject: Subject): boolean {
  return (
    (match.method === undefined || match.method.toUpperCase() === subject.method) &&
    (match.path === undefined || pathMatches(match.path, subject.path)) &&
    (match.person === undefined || subject.people.has(match.person)) &&
    (match.event === undefined || carriesEvent(subject.body, match.event)) &&
    (match.larger_than_bytes === undefined || subject.bytes > match.larger_than_bytes)
  );
}

function pathMatches(pattern: string, path: string): boolean {
  const source = pattern.split("*").map(escapeForRegExp).join(".*");
  return new RegExp(`^${source}$`).test(path);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function carriesEvent(body: unknown, name: string): boolean {
  if (!isRecord(body)) return false;
  const batch = body["batch"];
  return Array.isArray(batch) ? batch.some((it) => isEvent(it, name)) : isEvent(body, name);
}

const isEvent = (operation: unknown, name: string) =>
  isRecord(operation) && operation["name"] === name;

/** Whether one operation of a batch is about the person or event that the rule names. */
export function operationMatches(match: FaultMatch, operation: unknown): boolean {
  if (!isRecord(operation)) return false;
  const identifiers = operation["identifiers"];
  const about =
    match.person === undefined ||
    (isRecord(identifiers) && Object.values(identifiers).includes(match.person));
  return about && (match.event === undefined || isEvent(operation, match.event));
}
