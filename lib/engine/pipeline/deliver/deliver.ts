import type {
  Attempt,
  Destination,
  OperationVerdict,
  OutboundRequest,
} from "@/lib/engine/pipeline/ports";
import type { RequestRecord } from "@/lib/engine/pipeline/record/settlement";
import type { PersonId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import type { Item } from "./item";
import { byItem, byPerson, type Entry } from "./split";

// Sends the requests of a turn and notes each operation's answer. Guarantees: one request in flight per person;
// nothing is concluded about an operation without an answer about it; an item whose own trouble it is gets parked and
// everything later of the same person waits behind it; nothing more is sent once `stop` has aborted or the destination
// is unwell, and nothing is in flight any more when it ends, however it ends.

export type ItemRequest = OutboundRequest<Item>;

export interface DeliverPorts {
  readonly destination: Destination;
  readonly clock: Clock;
  /** A new UUID for each request. */
  readonly newId: () => string;
  /** Aborted: send nothing more, but hear out what is in flight. */
  readonly stop: AbortSignal;
  /** Aborted: break off what is in flight as well; whether it was applied stays unknown. */
  readonly cut: AbortSignal;
  /** Waits for the workspace's rate and a place in flight; null when `stop` aborted meanwhile. MUST be released. */
  readonly permit: (stop: AbortSignal) => Promise<(() => void) | null>;
  /**
   * Whether the destination has taken anything lately: an event MUST NOT use its last attempt otherwise, or an outage
   * that spares the probes would cost it.
   */
  readonly isWell: () => boolean;
  /** Called with every answer before anything is concluded from it; it may abort `stop`. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Asked between two long computations: what to wait for when everything else of the process should have its turn. */
  readonly breathe: () => Promise<void> | null;
}

export interface Delivered {
  readonly requests: readonly RequestRecord[];
  /** Operations that were accepted or refused: the destination was well. */
  readonly answered: number;
  /** People whose events could not be sent for what looks like trouble of their own. */
  readonly parkedPeople: ReadonlySet<PersonId>;
}

/** Delivers all lanes, side by side as far as `permit` lets them. Items without an answer were stopped. */
export async function deliver(
  lanes: readonly (readonly ItemRequest[])[],
  ports: DeliverPorts,
): Promise<Delivered> {
  const session = new Session(ports);
  await session.sideBySide(lanes, async (lane) => {
    for (const request of lane.slice(0, LANE_REQUESTS_MAX)) await session.deliver(request);
    for (const request of lane.slice(LANE_REQUESTS_MAX)) session.putOff(request);
  });
  return session;
}

/** Requests of one person in one turn; the rest waits for the next turns, so that nobody else waits for this person. */
const LANE_REQUESTS_MAX = 20;

/** Pause before the same request is sent again: 200 ms, doubled up to 5 s; never less than Retry-After. */
const RESEND_MS = 200;
const RESEND_MS_MAX = 5_000;
/** Requests that fail as the destination's own trouble would are sent once more before anybody is blamed. */
const SENDS_BEFORE_BLAME = 2;

class Session implements Delivered {
  readonly #ports: DeliverPorts;
  readonly #halt = new AbortController();
  readonly #stop: AbortSignal;
  readonly requests: RequestRecord[] = [];
  readonly parkedPeople = new Set<PersonId>();
  answered = 0;

  constructor(ports: DeliverPorts) {
    this.#ports = ports;
    this.#stop = AbortSignal.any([ports.stop, this.#halt.signal]);
  }

  /** When one part fails nothing more is sent; rejects once no part runs any more. */
  async sideBySide<Part>(parts: readonly Part[], work: (part: Part) => Promise<void>) {
    const ended = await Promise.allSettled(
      parts.map((part) =>
        work(part).catch((error: unknown) => {
          this.#halt.abort();
          throw error;
        }),
      ),
    );
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }

  async deliver(request: ItemRequest, resent = false): Promise<void> {
    for (let sends = 1; ; sends++) {
      const current = this.#withoutParked(request);
      if (current === null) return;
      const sent = await this.#send(current);
      if (sent === null) return;
      const { attempt, requestId } = sent;
      const { verdict } = attempt;
      switch (verdict.kind) {
        case "settled":
          return this.#settle(current, verdict.operations, requestId);
        case "unattributable":
          return this.#halve(current, verdict.message, requestId);
        case "resend":
          if (resent) return this.#refuseAll(current, verdict.message, requestId);
          return this.deliver(current, true);
        case "unwell":
          return this.#halt.abort();
        case "wait":
          if (isBlameable(attempt, sends)) return this.#blame(current, attempt, requestId);
          await this.#ports.clock.sleep(pauseMs(sends, verdict.retryAfterMs), this.#stop);
      }
    }
  }

  /** Leaves the request's events to later turns, in order. */
  putOff({ operations }: ItemRequest): void {
    if (this.#stop.aborted) return;
    for (const { item } of operations) {
      if (item.parking === null) item.parkBehind();
      this.parkedPeople.add(item.personId);
    }
  }

  /** People may have been parked since the request was made: their later operations MUST NOT overtake. */
  #withoutParked(request: ItemRequest): ItemRequest | null {
    const { operations } = request;
    if (!operations.some(({ item }) => this.parkedPeople.has(item.personId))) return request;
    const kept = operations.filter(({ item }) => {
      if (!this.parkedPeople.has(item.personId)) return true;
      if (item.parking === null) item.parkBehind();
      return false;
    });
    return kept.length === 0 ? null : this.#ports.destination.batch(kept);
  }

  async #send(
    request: ItemRequest,
  ): Promise<{ readonly attempt: Attempt; readonly requestId: string } | null> {
    const { destination, clock, newId, cut, permit, onAttempt, breathe } = this.#ports;
    const release = await permit(this.#stop);
    if (release === null) return null;
    try {
      const pause = breathe();
      if (pause !== null) await pause;
      const requestId = newId();
      const startedMs = clock.now();
      for (const item of new Set(request.operations.map((entry) => entry.item)))
        item.sent(requestId);
      const attempt = await destination.send(request, cut);
      this.requests.push(recordOf(request, attempt, requestId, startedMs));
      onAttempt(attempt);
      return { attempt, requestId };
    } finally {
      release();
    }
  }

  async #settle(
    request: ItemRequest,
    verdicts: readonly OperationVerdict[],
    requestId: string,
  ): Promise<void> {
    const held = heldPeople(request.operations, verdicts);
    const again = request.operations.filter((entry, index) => {
      const verdict = verdicts[index];
      if (verdict?.kind === "accepted" || verdict?.kind === "refused") {
        this.#answer(entry, verdict, requestId);
        return false;
      }
      const throttled = held.get(entry.item.personId);
      if (throttled !== undefined) this.#holdBack(entry, throttled, requestId);
      return throttled === undefined;
    });
    if (again.length > 0) await this.deliver(this.#ports.destination.batch(again));
  }

  /** A person's first event waits for its time, all others behind it. */
  #holdBack({ item }: Entry, verdict: Throttled, requestId: string): void {
    if (item.parking !== null) return;
    if (this.parkedPeople.has(item.personId)) item.parkBehind();
    else item.holdBack(verdict, requestId, this.#ports.clock.now());
    this.parkedPeople.add(item.personId);
  }

  async #halve(request: ItemRequest, message: string, requestId: string): Promise<void> {
    const { operations } = request;
    if (operations.length === 1) return this.#refuseAll(request, message, requestId);
    const middle = Math.ceil(operations.length / 2);
    await this.deliver(this.#ports.destination.batch(operations.slice(0, middle)));
    await this.deliver(this.#ports.destination.batch(operations.slice(middle)));
  }

  /** Finds out whose trouble it is: each person alone, then each event of the person alone, who is then parked. */
  async #blame(request: ItemRequest, attempt: Attempt, requestId: string): Promise<void> {
    if (this.#stop.aborted) return;
    const { batch } = this.#ports.destination;
    const people = byPerson(request.operations);
    if (people.length > 1) {
      return this.sideBySide(people, (entries) => this.deliver(batch(entries)));
    }
    const items = byItem(request.operations);
    if (items.length > 1) {
      for (const entries of items) await this.deliver(batch(entries));
      return;
    }
    const item = items[0]?.[0]?.item;
    const { verdict } = attempt;
    if (item === undefined || verdict.kind !== "wait") return;
    const mayExpire = this.answered > 0 || this.#ports.isWell();
    item.park(verdict, requestId, this.#ports.clock.now(), mayExpire);
    this.parkedPeople.add(item.personId);
  }

  #refuseAll(request: ItemRequest, message: string, requestId: string): void {
    for (const entry of request.operations) {
      this.#answer(entry, { kind: "refused", message, field: null }, requestId);
    }
  }

  #answer({ item, operation }: Entry, verdict: OperationVerdict, requestId: string): void {
    this.answered += 1;
    item.answer(operation, { verdict, requestId, answeredMs: this.#ports.clock.now() });
  }
}

type Throttled = Extract<OperationVerdict, { kind: "throttled" }>;

/** Whoever has a throttled operation in the request, with the first that was said of them. */
function heldPeople(
  entries: readonly Entry[],
  verdicts: readonly OperationVerdict[],
): ReadonlyMap<PersonId, Throttled> {
  const held = new Map<PersonId, Throttled>();
  for (const [index, { item }] of entries.entries()) {
    const verdict = verdicts[index];
    if (verdict?.kind === "throttled" && !held.has(item.personId)) held.set(item.personId, verdict);
  }
  return held;
}

/**
 * Whether a failure may be the fault of something in the request. Throttling never is; an internal error or a silence
 * may be at once; what a gateway or the network says is first taken for the destination's own trouble.
 */
function isBlameable({ verdict, status }: Attempt, sends: number): boolean {
  if (verdict.kind !== "wait" || verdict.reason === "throttled") return false;
  return status === 500 || verdict.reason === "timeout" || sends >= SENDS_BEFORE_BLAME;
}

const pauseMs = (sends: number, retryAfterMs: number | null): number =>
  Math.max(Math.min(RESEND_MS * 2 ** (sends - 1), RESEND_MS_MAX), retryAfterMs ?? 0);

const recordOf = (
  request: ItemRequest,
  attempt: Attempt,
  id: string,
  startedMs: number,
): RequestRecord => ({
  id,
  startedMs,
  durationMs: attempt.durationMs,
  method: request.method,
  path: request.path,
  items: request.operations.length,
  bytes: request.bytes,
  status: attempt.status,
  verdict: verdictWord(attempt),
  answer: attempt.answer,
  confirmed: attempt.confirmed ?? null,
});

/** The verdict in one word, for the request's row. */
function verdictWord({ verdict }: Attempt): string {
  if (verdict.kind === "wait" || verdict.kind === "unwell") return verdict.reason;
  if (verdict.kind !== "settled") return verdict.kind;
  const refused = verdict.operations.filter(({ kind }) => kind !== "accepted").length;
  if (refused === 0) return "accepted";
  return refused === verdict.operations.length ? "refused" : "partly_refused";
}
