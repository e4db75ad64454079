import type {
  Attempt,
  Destination,
  Encoded,
  Operation,
  OperationVerdict,
  OutboundRequest,
} from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Planner } from "@/lib/engine/pipeline/transform/plan";
import type { Clock } from "@/lib/kernel/clock";
import {
  attemptOf,
  BATCH_PATH,
  badGateway,
  batchOf,
  credentialsRefused,
  internalError,
  makeOperation,
  throttled,
  timedOut,
  waits,
} from "./engine-doubles";

// A destination with a memory and every kind of trouble: what arrived first, in which order, and who was in flight.

/** What an event is like; `optional` ones are selected only while the settings say so. */
export const EVENT_TYPES = ["plain", "optional", "bad", "unsendable", "double", "alone"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const MODES = [
  "well",
  "down",
  "events_down",
  "internal",
  "throttling",
  "slow",
  "silent",
  "unauthorised",
] as const;
export type Mode = (typeof MODES)[number];

export type Poison = "internal" | "gateway" | "silent";
/** What the next answers are, before anything else is looked at. */
export type OneOff = "throttled" | "retry_after" | "gateway" | "reset" | "lost" | "resend";
/** How a request with a bad operation is answered. */
export type RefusalStyle = "partly" | "listed" | "blind";

const REQUEST_TIMEOUT_MS = 10_000;
const reset = waits("unreachable");

interface Sent {
  readonly kind: string;
  readonly type: string;
  readonly person: number;
  readonly offset: number;
}

const parse = (json: string): Sent => {
  const [kind = "", type = "", person, offset] = json.split(":");
  return { kind, type, person: Number(person), offset: Number(offset) };
};

export class FarEnd implements Destination {
  readonly limits = {
    operationsMax: 1_000,
    batchBytesMax: 60,
    batchOverheadBytes: 0,
    separatorBytes: 1,
  };
  readonly batch = batchOf;
  mode: Mode = "well";
  style: RefusalStyle = "partly";
  optionalSelected = true;
  /** By person; or by one event in three of a person, under the negative number. */
  readonly poison = new Map<number, Poison>();
  readonly oneOffs: OneOff[] = [];
  /** Offsets of each person's events in the order in which they first arrived. */
  readonly arrivals = new Map<number, number[]>();
  mostInFlightOfOne = 0;
  sends = 0;
  /** What the mode `slow` takes, by the second in which it was sent; the rest is throttled. */
  perSecond = 2;
  readonly #bySecond = new Map<number, number>();
  readonly #clock: Clock;
  readonly #latenciesMs: readonly number[];
  readonly #inFlight = new Map<number, number>();

  constructor(clock: Clock, latenciesMs: readonly number[]) {
    this.#clock = clock;
    this.#latenciesMs = latenciesMs;
  }

  /** The settings' side of it: everything is selected, but what is optional. */
  readonly planner: Planner = {
    userPropertiesRead: [],
    plan: (event) =>
      event.eventType === "optional" && !this.optionalSelected
        ? { kind: "filtered", reason: "no_row_matches", failed: null }
        : {
            kind: "planned",
            row: 0,
            identifier: String(event.personId),
            identify: null,
            event: [],
          },
  };

  encode(event: Event): Encoded {
    if (event.eventType === "unsendable") {
      const message = "blank";
      return { kind: "discarded", reason: "event_name_blank", message, identifier: null };
    }
    return {
      kind: "ready",
      identifier: { kind: "id", value: String(event.personId) },
      operations: operationsOf(event),
      warnings: [],
    };
  }

  async probe(): Promise<Attempt> {
    await this.#clock.sleep(1);
    if (this.mode === "down" || this.mode === "silent") return reset;
    if (this.mode === "unauthorised") return credentialsRefused;
    return attemptOf({ kind: "settled", operations: [] });
  }

  async send(request: OutboundRequest<unknown>): Promise<Attempt> {
    this.sends += 1;
    const sent = request.body.split(",").map(parse);
    const people = new Set(sent.map(({ person }) => person));
    for (const person of people) this.#flies(person, 1);
    await this.#clock.sleep(this.#latenciesMs[this.sends % this.#latenciesMs.length] ?? 1);
    const attempt = this.#answer(sent, request.path === BATCH_PATH);
    if (attempt === timedOut) await this.#clock.sleep(REQUEST_TIMEOUT_MS);
    for (const person of people) this.#flies(person, -1);
    return attempt;
  }

  heal(): void {
    this.mode = "well";
    this.poison.clear();
    this.oneOffs.length = 0;
  }

  #flies(person: number, change: number): void {
    const count = (this.#inFlight.get(person) ?? 0) + change;
    this.#inFlight.set(person, count);
    this.mostInFlightOfOne = Math.max(this.mostInFlightOfOne, count);
  }

  #answer(sent: readonly Sent[], isBatch: boolean): Attempt {
    const oneOff = this.oneOffs.shift();
    if (oneOff === "throttled") return throttled;
    if (oneOff === "retry_after") return waits("throttled", 429, 2_000);
    if (oneOff === "gateway") return badGateway;
    if (oneOff === "reset") return reset;
    const trouble = this.#trouble() ?? this.#poisonOf(sent);
    if (trouble !== null) return trouble;
    const attempt = this.#judge(sent, isBatch);
    if (oneOff === "lost") return reset;
    if (oneOff === "resend") return attemptOf({ kind: "resend", message: "index 99" }, 207);
    return attempt;
  }

  #trouble(): Attempt | null {
    switch (this.mode) {
      case "well":
        return null;
      case "down":
      case "events_down":
        return badGateway;
      case "internal":
        return internalError;
      case "throttling":
        return throttled;
      case "slow":
        return this.#isOverRate() ? throttled : null;
      case "silent":
        return timedOut;
      case "unauthorised":
        return credentialsRefused;
    }
  }

  #isOverRate(): boolean {
    const second = Math.floor(this.#clock.now() / 1_000);
    const taken = this.#bySecond.get(second) ?? 0;
    if (taken < this.perSecond) this.#bySecond.set(second, taken + 1);
    return taken >= this.perSecond;
  }

  #poisonOf(sent: readonly Sent[]): Attempt | null {
    for (const { person, offset } of sent) {
      const poison =
        this.poison.get(person) ?? (offset % 3 === 0 ? this.poison.get(-person) : undefined);
      if (poison === "internal") return internalError;
      if (poison === "gateway") return badGateway;
      if (poison === "silent") return timedOut;
    }
    return null;
  }

  #judge(sent: readonly Sent[], isBatch: boolean): Attempt {
    const isBad = ({ type }: Sent) => type === "bad";
    const refused: OperationVerdict = { kind: "refused", message: "bad", field: null };
    const anyBad = sent.some(isBad);
    if (anyBad && isBatch && sent.length > 1 && this.style !== "partly") {
      if (this.style === "blind") {
        return attemptOf({ kind: "unattributable", message: "bad" }, 400);
      }
      const operations = sent.map((op) => (isBad(op) ? refused : ({ kind: "again" } as const)));
      return attemptOf({ kind: "settled", operations }, 400);
    }
    for (const operation of sent) if (!isBad(operation)) this.#arrive(operation);
    const operations = sent.map((op) => (isBad(op) ? refused : ({ kind: "accepted" } as const)));
    return attemptOf({ kind: "settled", operations }, anyBad ? 207 : 200);
  }

  /** What came before is ignored, as by the ULID. */
  #arrive({ kind, person, offset }: Sent): void {
    if (kind !== "event") return;
    const offsets = this.arrivals.get(person) ?? [];
    if (!offsets.includes(offset)) offsets.push(offset);
    this.arrivals.set(person, offsets);
  }
}

function operationsOf({
  eventType,
  personId,
  offset,
}: Event): readonly [Operation, ...Operation[]] {
  const whose = `${eventType}:${personId}:${offset}`;
  const event = makeOperation(`event:${whose}`, { alone: eventType === "alone" });
  return eventType === "double"
    ? [makeOperation(`identify:${whose}`, { kind: "identify" }), event]
    : [event];
}
