import type { Workspace } from "@/sandbox/workspace";
import { ANONYMOUS_KEPT_MS } from "./anonymous";
import type { Person } from "./person";

/** Moves the events of an anonymous id, as far as they are still kept, to the person; an id serves only once. */
export function attachAnonymous(
  ws: Workspace,
  person: Person,
  anonymousId: string,
  now: number,
): void {
  const visitor = ws.anonymous.visitor(anonymousId);
  if (visitor.claimedBy !== undefined) return;
  visitor.claimedBy = person;
  visitor.claimedAt = now;
  const kept = ws.events
    .timeline(visitor.lastEvent)
    .filter((index) => now - ws.events.receivedAt(index) <= ANONYMOUS_KEPT_MS);
  visitor.lastEvent = -1;
  visitor.eventCount = 0;
  for (const index of kept) {
    person.lastEvent = ws.events.link(index, person.lastEvent);
    person.eventCount++;
  }
  if (kept.length > 0)
    ws.note("anonymous_merged", person.cioId, `${kept.length} events of ${anonymousId}`);
}
