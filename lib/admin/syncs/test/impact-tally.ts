import type { RunnableSync } from "@/lib/engine/connectors/open-sync";
import type { Encoded, Identifier, Prepared } from "@/lib/engine/pipeline/ports";
import type { DiscardReason } from "@/lib/engine/pipeline/record/outcome";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import type { PersonId } from "@/lib/kernel/brand";

/** How an event fares otherwise than before. */
export const IMPACT_CHANGES = [
  "newly_discarded",
  "no_longer_sent",
  "newly_sent",
  "payload_changed",
] as const;
export type ImpactChange = (typeof IMPACT_CHANGES)[number];

/** Of each change, the newest. */
const EXAMPLES_MAX = 5;

export interface ImpactExample {
  readonly uuid: string;
  readonly eventType: string;
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly receivedAt: Date;
  readonly change: ImpactChange;
  /** Why it would be discarded. */
  readonly reason: DiscardReason | null;
}

/** Somebody at the destination, and who they are in the project: several where these share the identifier. */
export interface SentPerson {
  readonly identifier: Identifier;
  readonly personIds: Set<PersonId>;
}

type Ready = Extract<Encoded, { readonly kind: "ready" }>;

/** Null: it sends nothing at all. */
type Side = RunnableSync | null;

/** Plans events under two settings and counts how they differ. Decides nothing: asks planner and connector. */
export class ImpactTally {
  readonly #before: Side;
  readonly #after: Side;
  readonly #anyCase: ReadonlySet<string>;
  readonly #examples = new Map<ImpactChange, ImpactExample[]>(IMPACT_CHANGES.map((c) => [c, []]));
  readonly #newlyDiscarded = new Map<DiscardReason, number>();
  readonly #peopleBefore = new Set<string>();
  readonly #peopleAfter = new Map<string, SentPerson>();
  read = 0;
  sentBefore = 0;
  sentAfter = 0;
  newlySent = 0;
  noLongerSent = 0;
  payloadChanged = 0;

  /** @param anyCase kinds of identifier whose values differ in more than upper and lower case */
  constructor(before: Side, after: Side, anyCase: readonly string[]) {
    this.#before = before;
    this.#after = after;
    this.#anyCase = new Set(anyCase);
  }

  /** Newest first: the first of each change become its examples. */
  add(event: Event): void {
    this.read += 1;
    const before = preparedBy(this.#before, event);
    const after = preparedBy(this.#after, event);
    if (before?.kind === "ready") this.#countBefore(before);
    if (after?.kind === "ready") this.#countAfter(after, event.personId);
    const change = changeOf(before, after);
    if (change === null) return;
    if (change === "newly_sent") this.newlySent += 1;
    if (change === "payload_changed") this.payloadChanged += 1;
    if (before?.kind === "ready" && after?.kind !== "ready") this.noLongerSent += 1;
    const reason =
      change === "newly_discarded" && after?.kind === "discarded" ? after.reason : null;
    if (reason !== null) {
      this.#newlyDiscarded.set(reason, (this.#newlyDiscarded.get(reason) ?? 0) + 1);
    }
    this.#keep(event, change, reason);
  }

  #countBefore({ identifier }: Ready): void {
    this.sentBefore += 1;
    if (identifier !== null) this.#peopleBefore.add(this.#keyOf(identifier));
  }

  #countAfter({ identifier }: Ready, personId: PersonId): void {
    this.sentAfter += 1;
    if (identifier !== null) this.#addPerson(identifier, personId);
  }

  #addPerson(identifier: Identifier, personId: PersonId): void {
    const key = this.#keyOf(identifier);
    const known = this.#peopleAfter.get(key);
    if (known === undefined) {
      this.#peopleAfter.set(key, { identifier, personIds: new Set([personId]) });
    } else known.personIds.add(personId);
  }

  #keep(event: Event, change: ImpactChange, reason: DiscardReason | null): void {
    const kept = this.#examples.get(change) ?? [];
    if (kept.length >= EXAMPLES_MAX) return;
    const { uuid, eventType, userId, deviceId, receivedMs } = event;
    const receivedAt = new Date(receivedMs);
    kept.push({ uuid, eventType, userId, deviceId, receivedAt, change, reason });
  }

  get newlyDiscarded(): Readonly<Partial<Record<DiscardReason, number>>> {
    return Object.fromEntries(this.#newlyDiscarded);
  }

  /** In the order of IMPACT_CHANGES. */
  get examples(): readonly ImpactExample[] {
    return [...this.#examples.values()].flat();
  }

  /** People that are sent afterwards. `onlyNew`: and were not before. */
  peopleAfter(onlyNew: boolean): readonly SentPerson[] {
    return [...this.#peopleAfter].flatMap(([key, person]) =>
      onlyNew && this.#peopleBefore.has(key) ? [] : [person],
    );
  }

  #keyOf({ kind, value }: Identifier): string {
    return `${kind} ${this.#anyCase.has(kind) ? value.toLowerCase() : value}`;
  }
}

const preparedBy = (side: Side, event: Event): Prepared | null =>
  side === null ? null : prepare(event, side.planner, side.destination);

/** What one event is an example of: what is discarded is first of all that. Pure. */
function changeOf(before: Prepared | null, after: Prepared | null): ImpactChange | null {
  const wasSent = before?.kind === "ready";
  if (after?.kind === "ready") {
    if (!wasSent) return "newly_sent";
    return isSamePayload(before, after) ? null : "payload_changed";
  }
  if (after?.kind === "discarded" && before?.kind !== "discarded") return "newly_discarded";
  return wasSent ? "no_longer_sent" : null;
}

/** The operations say whom it is for as well. */
const isSamePayload = ({ operations: one }: Ready, { operations: other }: Ready): boolean =>
  one.length === other.length && one.every(({ json }, index) => json === other[index]?.json);
