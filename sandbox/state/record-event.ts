import { runCampaigns } from "@/sandbox/reporting/run-campaigns";
import type { RequestRecord } from "@/sandbox/request-log";
import type { Workspace } from "@/sandbox/workspace";
import { nameOf } from "./name-of";
import type { EventInput, Identifier } from "./operation";
import { breaksOrder, isOutOfOrder } from "./order";
import type { Person } from "./person";

/** Stores an event of a person; an id that is already known changes nothing. Unknown people are created. */
export function recordEvent(
  ws: Workspace,
  who: Identifier,
  event: EventInput,
  record: RequestRecord,
): void {
  if (ws.people.isSuppressed(who)) {
    ws.note("suppressed_call", nameOf(who), event.name);
    return;
  }
  let person = ws.people.find(who);
  if (person === undefined && !mayCreate(ws, who)) return;
  const index = store(ws, event, record, nameOf(who));
  if (index === undefined) return;
  if (person === undefined) {
    person = ws.people.create(who, record.at);
    ws.note("person_created", nameOf(who), "by an event");
  }
  attach(ws, person, event, index, record);
  runCampaigns(ws, person, event);
}

/** Stores an event of nobody known, or of the person who was identified with this id minutes ago. */
export function recordAnonymousEvent(
  ws: Workspace,
  anonymousId: string,
  event: EventInput,
  record: RequestRecord,
): void {
  const index = store(ws, event, record, `anonymous ${anonymousId}`);
  if (index === undefined) return;
  if (anonymousId === "" && event.data["recipient"] !== undefined) {
    ws.note("invite_event", textOfRecipient(event), event.name);
  }
  const owner = ws.config.anonymous_merge
    ? ws.anonymous.currentOwner(anonymousId, record.at)
    : undefined;
  if (owner !== undefined) {
    attach(ws, owner, event, index, record);
    return;
  }
  const visitor = ws.anonymous.visitor(anonymousId);
  visitor.lastEvent = ws.events.link(index, visitor.lastEvent);
  visitor.eventCount++;
}

function mayCreate(ws: Workspace, who: Identifier): boolean {
  if (who.kind === "cio_id") ws.note("unknown_cio_id", nameOf(who), "event dropped");
  else if (!ws.config.create_on_event) ws.note("unknown_person", nameOf(who), "event dropped");
  else return true;
  return false;
}

/** The index of the new event, or undefined for a duplicate. */
function store(
  ws: Workspace,
  event: EventInput,
  record: RequestRecord,
  who: string,
): number | undefined {
  const timestamp = event.timestamp ?? Math.floor(record.at / 1000);
  const added = ws.events.add(event, timestamp, record.at);
  if (added.kind === "added") return added.index;
  ws.stats.duplicateIds++;
  ws.note("duplicate_event", who, event.id ?? "");
  if (!added.sameContent) {
    ws.reportAs(record, "duplicate-id-other-content", who, event.id ?? "");
  }
  return undefined;
}

function attach(
  ws: Workspace,
  person: Person,
  event: EventInput,
  index: number,
  record: RequestRecord,
): void {
  person.lastEvent = ws.events.link(index, person.lastEvent);
  person.eventCount++;
  if (!person.identified && person.eventCount === 1) {
    ws.reportAs(record, "event-before-identify", person.id ?? person.email ?? person.cioId);
  }
  if (event.timestamp !== undefined && isOutOfOrder(person, "event", event.timestamp)) {
    ws.stats.timestampOrderViolations++;
    ws.reportAs(record, "out-of-order", person.id ?? person.email ?? person.cioId, event.name);
  }
  const attribute = ws.config.order_attribute;
  if (attribute !== null && breaksOrder(person, event.data[attribute])) {
    ws.stats.orderAttributeViolations++;
  }
}

function textOfRecipient(event: EventInput): string {
  const recipient = event.data["recipient"];
  return typeof recipient === "string" ? recipient : "";
}
