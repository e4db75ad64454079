import type { Person } from "./person";

export const ANONYMOUS_KEPT_MS = 30 * 24 * 60 * 60 * 1000; // Customer.io keeps anonymous events 30 days
const ATTACH_AFTER_IDENTIFY_MS = 5 * 60 * 1000; // later server-side events are attached for 5 minutes

interface AnonymousVisitor {
  /** Head of the timeline in the event store. */
  lastEvent: number;
  eventCount: number;
  /** Who was identified with this anonymous id, and when; it cannot be used a second time. */
  claimedBy: Person | undefined;
  claimedAt: number;
}

/** Events of people whom nobody has identified yet, by anonymous id. */
export class Anonymous {
  readonly #visitors = new Map<string, AnonymousVisitor>();

  visitor(anonymousId: string): AnonymousVisitor {
    const known = this.#visitors.get(anonymousId);
    if (known !== undefined) return known;
    const visitor = { lastEvent: -1, eventCount: 0, claimedBy: undefined, claimedAt: 0 };
    this.#visitors.set(anonymousId, visitor);
    return visitor;
  }

  entries(): [string, AnonymousVisitor][] {
    return [...this.#visitors];
  }

  /** The person to whom an anonymous event of this id still goes directly. */
  currentOwner(anonymousId: string, now: number): Person | undefined {
    const visitor = this.#visitors.get(anonymousId);
    const recent = visitor !== undefined && now - visitor.claimedAt <= ATTACH_AFTER_IDENTIFY_MS;
    return recent ? visitor.claimedBy : undefined;
  }
}
