import type { Workspace } from "@/sandbox/workspace";
import { nameOf } from "./name-of";
import type { Identifier } from "./operation";
import type { Person } from "./person";

/** Merges by identifiers; people who are unknown or the same leave everything as it was. */
export function mergeByIdentifiers(
  ws: Workspace,
  primary: Identifier,
  secondary: Identifier,
): void {
  const into = ws.people.find(primary);
  const from = ws.people.find(secondary);
  if (into === undefined || from === undefined || into === from) {
    const why = into !== undefined && into === from ? "the same person" : "unknown person";
    ws.note("merge_failed", nameOf(primary), `${nameOf(secondary)}: ${why}`);
    return;
  }
  mergePeople(ws, into, from);
}

/** `into` keeps what it has and gains what it lacks: identifiers, attributes, devices, and all events of `from`. */
export function mergePeople(ws: Workspace, into: Person, from: Person): void {
  const gained = { id: from.id, email: from.email, phone: from.phone };
  ws.people.remove(from);
  for (const kind of ["id", "email", "phone"] as const) {
    const value = gained[kind];
    if (into[kind] === undefined && value !== undefined) ws.people.claim(into, kind, value);
  }
  for (const [name, value] of from.attributes) {
    if (!into.attributes.has(name)) into.attributes.set(name, value);
  }
  for (const [token, device] of from.devices) {
    if (!into.devices.has(token)) into.devices.set(token, device);
  }
  for (const index of ws.events.timeline(from.lastEvent)) {
    into.lastEvent = ws.events.link(index, into.lastEvent);
    into.eventCount++;
  }
  into.identified ||= from.identified;
  into.newestEventAt = Math.max(into.newestEventAt, from.newestEventAt);
  into.highestOrderValue = Math.max(into.highestOrderValue, from.highestOrderValue);
  ws.note("person_merged", into.cioId, `took over ${from.cioId}`);
}
