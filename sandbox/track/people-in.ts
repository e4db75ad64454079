import { isRecord } from "@/sandbox/json-object";
import type { Route } from "./route";

/** Identifier values that a request names; a cio_id is written with its prefix, as in a v1 path. */
export function peopleIn(route: Route, body: unknown): ReadonlySet<string> {
  const people = new Set<string>();
  if (route.kind === "person" || route.kind === "delete_device") people.add(route.person);
  else if (route.kind === "entity") addPerson(people, body);
  else if (route.kind === "batch" && isRecord(body) && Array.isArray(body["batch"])) {
    for (const operation of body["batch"]) addPerson(people, operation);
  }
  return people;
}

function addPerson(people: Set<string>, operation: unknown): void {
  if (!isRecord(operation) || !isRecord(operation["identifiers"])) return;
  for (const [kind, value] of Object.entries(operation["identifiers"])) {
    if (typeof value === "string") people.add(kind === "cio_id" ? `cio_${value}` : value);
  }
}
