import type { Operation, OperationVerdict, Prepared } from "@/lib/pipeline/ports";
import type { Detail, Outcome } from "@/lib/pipeline/record/outcome";
import type { Event } from "@/lib/pipeline/source/event";

// One event on its way through a turn, gathering what the destination said about each of its operations.

type Ready = Extract<Prepared, { readonly kind: "ready" }>;

interface Answered {
  readonly verdict: OperationVerdict;
  readonly attempts: number;
  readonly requestId: string;
  readonly answeredMs: number;
}

/** An event that is ready to be sent. `answers[i]` belongs to `prepared.operations[i]`; null until it is answered. */
export class Item {
  readonly event: Event;
  readonly prepared: Ready;
  readonly #answers: (Answered | null)[];

  constructor(event: Event, prepared: Ready) {
    this.event = event;
    this.prepared = prepared;
    this.#answers = prepared.operations.map(() => null);
  }

  answer(operation: Operation, answered: Answered): void {
    this.#answers[this.prepared.operations.indexOf(operation)] = answered;
  }

  /**
   * The outcome when every operation is answered; null while one is not: then nothing may be concluded.
   * The event's last operation decides (its event, or the identify of an Identify call); a user update that was
   * refused beside an accepted event becomes a warning.
   */
  outcome(): Outcome | null {
    const answers = this.#answers.filter((answer) => answer !== null);
    const last = answers.at(-1);
    if (last === undefined || answers.length < this.#answers.length) return null;
    const attempts = Math.max(...answers.map((answer) => answer.attempts));
    if (last.verdict.kind === "refused") {
      return {
        kind: "discarded",
        reason: "refused",
        attempts,
        requestId: last.requestId,
        detail: this.#detail(last.verdict.message, last.verdict.field),
      };
    }
    const warnings = [...this.prepared.warnings];
    for (const { verdict } of answers) {
      if (verdict.kind === "refused") {
        warnings.push(`The user update was refused: ${verdict.message}`);
      }
    }
    return {
      kind: "delivered",
      attempts,
      requestId: last.requestId,
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
