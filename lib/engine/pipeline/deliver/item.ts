import type { Operation, OperationVerdict, Prepared } from "@/lib/engine/pipeline/ports";
import type { Detail, Outcome, Parking, WaitReason } from "@/lib/engine/pipeline/record/outcome";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { PersonId } from "@/lib/kernel/brand";
import { retryAfterTries, TRIES_MAX } from "./retry-schedule";

// One event on its way through a turn, gathering what the destination said about each of its operations.

type Ready = Extract<Prepared, { readonly kind: "ready" }>;

interface Answered {
  readonly verdict: OperationVerdict;
  readonly requestId: string;
  readonly answeredMs: number;
}

/** Why an attempt at one event failed. */
export interface Failure {
  readonly reason: WaitReason;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

type Held = Pick<Failure, "message" | "retryAfterMs">;

/** Amplitude, HTTP V2: after a 429 "pause sending for 30 seconds". */
const THROTTLED_PAUSE_MS = 30_000;

/** What earlier turns already spent on a parked event. */
export interface Spent {
  readonly tries: number;
  readonly attempts: number;
  readonly requestIds: readonly string[];
}

const NOTHING_SPENT: Spent = { tries: 0, attempts: 0, requestIds: [] };

/** An event that is ready to be sent. `answers[i]` belongs to `prepared.operations[i]`; null until it is answered. */
export class Item {
  readonly event: Event;
  readonly prepared: Ready;
  readonly #spent: Spent;
  readonly #answers: (Answered | null)[];
  readonly #requestIds: string[] = [];
  #parking: Parking | null = null;

  constructor(event: Event, prepared: Ready, spent: Spent = NOTHING_SPENT) {
    this.event = event;
    this.prepared = prepared;
    this.#spent = spent;
    this.#answers = prepared.operations.map(() => null);
  }

  get personId(): PersonId {
    return this.event.personId;
  }

  /** Set when the item has to wait for a later turn. */
  get parking(): Parking | null {
    return this.#parking;
  }

  /** A request that carries the item goes out. */
  sent(requestId: string): void {
    this.#requestIds.push(requestId);
  }

  /** Of all requests that carried it, those of earlier turns first. */
  get requestIds(): readonly string[] {
    const { requestIds } = this.#spent;
    return requestIds.length === 0 ? this.#requestIds : [...requestIds, ...this.#requestIds];
  }

  get #attempts(): number {
    return this.#spent.attempts + this.#requestIds.length;
  }

  answer(operation: Operation, answered: Answered): void {
    this.#answers[this.prepared.operations.indexOf(operation)] = answered;
  }

  /**
   * This item's own trouble: one attempt of the schedule is used. The last one is not used while `mayExpire` is false.
   */
  park(
    { reason, message, retryAfterMs }: Failure,
    requestId: string,
    nowMs: number,
    mayExpire: boolean,
  ): void {
    const used = this.#spent.tries + 1;
    const tries = mayExpire ? used : Math.min(used, TRIES_MAX - 1);
    const wait = retryAfterTries(tries, this.event.offset, retryAfterMs);
    this.#parking = {
      reason,
      message,
      tries,
      attempts: this.#attempts,
      requestId,
      retryAtMs: wait === null ? null : nowMs + wait,
    };
  }

  /** The destination takes nothing more of this person for now: no attempt of the schedule is used. */
  holdBack({ message, retryAfterMs }: Held, requestId: string, nowMs: number): void {
    this.#parking = {
      reason: "throttled",
      message,
      tries: this.#spent.tries,
      attempts: this.#attempts,
      requestId,
      retryAtMs: nowMs + (retryAfterMs ?? THROTTLED_PAUSE_MS),
    };
  }

  /** An earlier event of the same person waits: so does this one, without using an attempt. */
  parkBehind(): void {
    this.#parking = {
      reason: "behind_person",
      message: "An earlier event of this person waits for its next attempt",
      tries: this.#spent.tries,
      attempts: this.#attempts,
      requestId: null,
      retryAtMs: null,
    };
  }

  /** Takes back that it was parked: the destination turned out to be unwell as a whole. */
  unpark(): void {
    this.#parking = null;
  }

  /**
   * The outcome when every operation is answered, or the attempts are used up; null otherwise: then nothing may be
   * concluded. The event's last operation decides (its event, or the identify of an Identify call); a user update
   * that was refused beside an accepted event becomes a warning.
   */
  outcome(): Outcome | null {
    const parking = this.#parking;
    if (parking !== null) {
      const { reason, message, requestId, retryAtMs } = parking;
      if (retryAtMs !== null || reason === "behind_person") return null;
      const detail = this.#detail(message, null);
      return { kind: "expired", reason, attempts: this.#attempts, requestId, detail };
    }
    const answers = this.#answers.filter((answer) => answer !== null);
    const last = answers.at(-1);
    if (last === undefined || answers.length < this.#answers.length) return null;
    return this.#answeredOutcome(answers, last);
  }

  #answeredOutcome(answers: readonly Answered[], last: Answered): Outcome {
    const attempts = this.#attempts;
    const { requestId, verdict } = last;
    if (verdict.kind === "refused") {
      const detail = this.#detail(verdict.message, verdict.field);
      return { kind: "discarded", reason: "refused", attempts, requestId, detail };
    }
    const warnings = [...this.prepared.warnings];
    for (const answer of answers) {
      if (answer.verdict.kind === "refused") {
        warnings.push(`The user update was refused: ${answer.verdict.message}`);
      }
    }
    return {
      kind: "delivered",
      attempts,
      requestId,
      acceptedMs: last.answeredMs,
      detail: warnings.length > 0 ? { warnings } : null,
    };
  }

  #detail(message: string, field: string | null): Detail {
    return {
      message,
      ...(field === null ? {} : { field }),
      ...(this.prepared.warnings.length > 0 ? { warnings: this.prepared.warnings } : {}),
    };
  }
}
