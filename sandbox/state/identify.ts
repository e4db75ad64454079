import type { JsonRecord } from "@/sandbox/json-object";
import type { RequestRecord } from "@/sandbox/request-log";
import type { Workspace } from "@/sandbox/workspace";
import { attachAnonymous } from "./attach-anonymous";
import { applyAttribute, meansUnsubscribed } from "./attributes";
import { mergePeople } from "./merge";
import { nameOf } from "./name-of";
import type { Identifier, Operation } from "./operation";
import { isOutOfOrder } from "./order";
import type { People, SettableKind } from "./people";
import type { Person } from "./person";

type Identify = Extract<Operation, { kind: "identify" }>;

/** Names that steer an identify and are no attributes of the person. */
export const CONTROL_KEYS: ReadonlySet<string> = new Set([
  "_timestamp",
  "_update",
  "anonymous_id",
  "cio_relationships",
  "cio_id",
  "_created_in_customerio_at",
]);

/** Creates or updates a person. What cannot be applied is noted in the activity log, as the call was already answered. */
export function identify(ws: Workspace, call: Identify, record: RequestRecord): void {
  const { who, attributes } = call;
  if (ws.people.isSuppressed(who)) {
    ws.note("suppressed_call", nameOf(who), "identify");
    return;
  }
  const person = findOrCreate(ws, who, attributes, record.at);
  if (person === undefined) return;
  if (call.timestamp !== undefined && isOutOfOrder(person, "identify", call.timestamp)) {
    ws.stats.timestampOrderViolations++;
    ws.reportAs(record, "out-of-order", nameOf(who), "identify");
  }
  person.identified = true;
  adoptIdentifiers(ws, person, who, attributes);
  applyAttributes(ws, person, attributes, call.timestamp ?? Math.floor(record.at / 1000));
  const anonymousId = attributes["anonymous_id"];
  if (typeof anonymousId === "string" && anonymousId !== "" && ws.config.anonymous_merge) {
    attachAnonymous(ws, person, anonymousId, record.at);
  }
}

function findOrCreate(
  ws: Workspace,
  who: Identifier,
  attributes: JsonRecord,
  now: number,
): Person | undefined {
  const addressed = ws.people.find(who);
  const named = bodyIdentifiers(ws.people, attributes).map((it) => ws.people.find(it));
  const other = named.find((person) => person !== undefined && person !== addressed);
  if (addressed !== undefined) {
    if (other !== undefined) mergeOrRefuse(ws, addressed, other);
    return addressed;
  }
  if (who.kind === "cio_id") {
    ws.note("unknown_cio_id", nameOf(who), "identify dropped");
    return undefined;
  }
  if (other !== undefined) {
    takeIdentifier(ws, other, who.kind, who.value, false);
    return other;
  }
  if (attributes["_update"] === true) {
    ws.note("failed_attribute_change", nameOf(who), "_update of an unknown person");
    return undefined;
  }
  ws.note("person_created", nameOf(who));
  return ws.people.create(who, now);
}

/** The call names two people: they become one if each lacks what the other is known by, otherwise both stay. */
function mergeOrRefuse(ws: Workspace, addressed: Person, other: Person): void {
  const complementary =
    (addressed.email === undefined && other.id === undefined) ||
    (addressed.id === undefined && other.email === undefined);
  if (ws.config.auto_merge && complementary) mergePeople(ws, addressed, other);
}

function adoptIdentifiers(
  ws: Workspace,
  person: Person,
  who: Identifier,
  attributes: JsonRecord,
): void {
  for (const { kind, value } of bodyIdentifiers(ws.people, attributes)) {
    if (kind !== "cio_id") takeIdentifier(ws, person, kind, value, who.kind === "cio_id");
  }
}

/** Sets an identifier if it is free and, unless the person was addressed by cio_id, not set to something else. */
function takeIdentifier(
  ws: Workspace,
  person: Person,
  kind: SettableKind,
  value: string,
  mayChange: boolean,
): void {
  if (person[kind] === value) return;
  const owner = ws.people.find({ kind, value });
  const changeable =
    person[kind] === undefined || mayChange || (kind === "email" && ws.config.email_by_id);
  if (owner === person || (owner === undefined && changeable)) ws.people.claim(person, kind, value);
  else ws.note("attribute_update_failure", person.cioId, `${kind} cannot become ${value}`);
}

function bodyIdentifiers(people: People, attributes: JsonRecord): Identifier[] {
  const found: Identifier[] = [];
  for (const kind of ["id", "email"] as const) {
    const value = attributes[kind];
    if (typeof value === "string" && value !== "" && people.isIdentifier(kind))
      found.push({ kind, value });
  }
  return found;
}

function applyAttributes(ws: Workspace, person: Person, attributes: JsonRecord, at: number): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (CONTROL_KEYS.has(name) || name === "id") continue;
    if (name === "email" && ws.people.isIdentifier("email")) continue;
    if (name === "unsubscribed") person.unsubscribed = meansUnsubscribed(value);
    const outcome = applyAttribute(person, name, value, at);
    if (outcome === "stale") ws.note("stale_update", person.cioId, name);
    if (outcome === "too_many") {
      ws.note("attribute_update_failure", person.cioId, `${name}: more than 300 attributes`);
    }
  }
}
