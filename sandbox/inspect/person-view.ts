import { IDENTIFIER_KINDS, type Identifier } from "@/sandbox/state/operation";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";

/** A person by any key that a reader may have: `cio_…`, a bare cio_id, an id, an e-mail address. */
export function findPerson(ws: Workspace, key: string): Person | undefined {
  const tries: Identifier[] = IDENTIFIER_KINDS.map((kind) => ({ kind, value: key }));
  if (key.startsWith("cio_")) tries.unshift({ kind: "cio_id", value: key.slice("cio_".length) });
  for (const who of tries) {
    const person = ws.people.find(who);
    if (person !== undefined) return person;
  }
  return undefined;
}

export function personSummary(person: Person) {
  return {
    cio_id: person.cioId,
    id: person.id ?? null,
    email: person.email ?? null,
    phone: person.phone ?? null,
    created_at: person.createdAt,
    attributes: person.attributes.size,
    events: person.eventCount,
    identified: person.identified,
    order_violations: person.orderViolations,
  };
}

export function personDetail(ws: Workspace, person: Person) {
  const attributes = [...person.attributes].map(([name, { value, text, changedAt }]) => [
    name,
    { value, text, changed_at: changedAt },
  ]);
  return {
    ...personSummary(person),
    unsubscribed: person.unsubscribed,
    attributes: Object.fromEntries(attributes),
    devices: [...person.devices.values()].map(({ lastUsed, ...device }) => ({
      ...device,
      last_used: lastUsed ?? null,
    })),
    events: ws.events.timeline(person.lastEvent).map((index) => eventView(ws, index)),
  };
}

/** An event; `data` is undefined when it is too old to have been kept. */
export function eventView(ws: Workspace, index: number) {
  const { id, name, type, timestamp, receivedAt, data } = ws.events.read(index);
  const parsed: unknown = data === undefined ? undefined : JSON.parse(data);
  return {
    index,
    id: id ?? null,
    name,
    type,
    timestamp,
    received_at: receivedAt,
    campaign_eligible: receivedAt / 1000 - timestamp <= CAMPAIGN_AGE_SECONDS_MAX,
    data: parsed,
  };
}

const CAMPAIGN_AGE_SECONDS_MAX = 72 * 60 * 60; // older events trigger no campaigns
