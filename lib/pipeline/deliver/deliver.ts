import type { Clock } from "@/lib/kernel/clock";
import { backoffMs } from "@/lib/pipeline/deliver/backoff";
import type { Item } from "@/lib/pipeline/deliver/item";
import type {
  Attempt,
  Destination,
  Operation,
  OperationVerdict,
  OutboundRequest,
} from "@/lib/pipeline/ports";
import type { RequestRecord } from "@/lib/pipeline/record/settlement";

// Sends the requests of a turn and notes each operation's answer. Guarantees: requests of one lane are sent one
// after the other; nothing is concluded about an operation without an answer about it; a transient fault holds the
// lane, with backoff, until it is over or `stop` aborts.

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
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Called when a request meets trouble that holds its lane; the sync's status shows it. */
  readonly onTrouble?: (attempt: Attempt, attempts: number) => void;
}

/** Delivers all lanes; resolves with every request made. Operations without an answer stay unanswered (aborted). */
export async function deliver(
  lanes: readonly (readonly ItemRequest[])[],
  ports: DeliverPorts,
): Promise<readonly RequestRecord[]> {
  const records: RequestRecord[] = [];
  const waiting = [...lanes].reverse();
  const runner = async () => {
    for (let lane = waiting.pop(); lane !== undefined; lane = waiting.pop()) {
      for (const request of lane) await new RequestDelivery(request, ports, records).run();
    }
  };
  await Promise.all(Array.from({ length: Math.min(ports.concurrency, lanes.length) }, runner));
  return records;
}

/** One request until every operation in it is answered. */
class RequestDelivery {
  readonly #request: ItemRequest;
  readonly #ports: DeliverPorts;
  readonly #records: RequestRecord[];
  #attempts: number;
  #resent: boolean;

  constructor(
    request: ItemRequest,
    ports: DeliverPorts,
    records: RequestRecord[],
    attempts = 0,
    resent = false,
  ) {
    this.#request = request;
    this.#ports = ports;
    this.#records = records;
    this.#attempts = attempts;
    this.#resent = resent;
  }

  async run(): Promise<void> {
    const { clock, stop, onTrouble } = this.#ports;
    while (!stop.aborted) {
      const { attempt, requestId } = await this.#send();
      const { verdict } = attempt;
      switch (verdict.kind) {
        case "settled":
          return this.#settle(verdict.operations, requestId);
        case "unattributable":
          return this.#halve(verdict.message, requestId);
        case "resend":
          if (this.#resent) return this.#refuseAll(verdict.message, requestId);
          this.#resent = true;
          break;
        case "wait":
        case "unwell": {
          onTrouble?.(attempt, this.#attempts);
          const floor = verdict.kind === "wait" ? verdict.retryAfterMs : null;
          await clock.sleep(backoffMs(this.#attempts, floor), stop);
          break;
        }
      }
    }
  }

  async #send(): Promise<{ readonly attempt: Attempt; readonly requestId: string }> {
    const { destination, clock, newId, cut } = this.#ports;
    const requestId = newId();
    const startedMs = clock.now();
    this.#attempts += 1;
    const attempt = await destination.send(this.#request, cut);
    this.#records.push({
      id: requestId,
      startedMs,
      durationMs: attempt.durationMs,
      method: this.#request.method,
      path: this.#request.path,
      items: this.#request.operations.length,
      bytes: this.#request.bytes,
      status: attempt.status,
      verdict: verdictWord(attempt),
      answer: attempt.answer,
    });
    return { attempt, requestId };
  }

  async #settle(verdicts: readonly OperationVerdict[], requestId: string): Promise<void> {
    const again = this.#request.operations.filter(({ item, operation }, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined || verdict.kind === "again") return true;
      this.#answer(item, operation, verdict, requestId);
      return false;
    });
    if (again.length > 0) await this.#continueWith(again);
  }

  async #halve(message: string, requestId: string): Promise<void> {
    const { operations } = this.#request;
    if (operations.length === 1) return this.#refuseAll(message, requestId);
    const middle = Math.ceil(operations.length / 2);
    await this.#continueWith(operations.slice(0, middle));
    await this.#continueWith(operations.slice(middle));
  }

  #continueWith(operations: ItemRequest["operations"]): Promise<void> {
    const request = this.#ports.destination.batch(operations);
    return new RequestDelivery(
      request,
      this.#ports,
      this.#records,
      this.#attempts,
      this.#resent,
    ).run();
  }

  #refuseAll(message: string, requestId: string): void {
    for (const { item, operation } of this.#request.operations) {
      this.#answer(item, operation, { kind: "refused", message, field: null }, requestId);
    }
  }

  #answer(item: Item, operation: Operation, verdict: OperationVerdict, requestId: string): void {
    const answeredMs = this.#ports.clock.now();
    item.answer(operation, { verdict, attempts: this.#attempts, requestId, answeredMs });
  }
}

/** The verdict in one word, for the request's row. */
function verdictWord({ verdict }: Attempt): string {
  if (verdict.kind === "wait" || verdict.kind === "unwell") return verdict.reason;
  if (verdict.kind !== "settled") return verdict.kind;
  const refused = verdict.operations.filter(({ kind }) => kind !== "accepted").length;
  if (refused === 0) return "accepted";
  return refused === verdict.operations.length ? "refused" : "partly_refused";
}
