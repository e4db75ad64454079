import {
  type DeliverPorts,
  deliver,
  type ItemRequest,
} from "@/lib/engine/pipeline/deliver/deliver";
import { Item, type Spent } from "@/lib/engine/pipeline/deliver/item";
import { packItems } from "@/lib/engine/pipeline/deliver/pack";
import type {
  Attempt,
  Destination,
  Operation,
  OperationVerdict,
  OutboundRequest,
  Prepared,
  Verdict,
} from "@/lib/engine/pipeline/ports";
import type { WaitReason } from "@/lib/engine/pipeline/record/outcome";
import type { Offset, PersonId, Shard } from "@/lib/kernel/brand";
import { FakeClock } from "./engine-clock";
import { makeEvent } from "./make-event";

// Doubles at the engine's ports: a destination that answers by script, and items to send to it.

export const attemptOf = (verdict: Verdict, status: number | null = null): Attempt => ({
  status,
  durationMs: 1,
  answer: null,
  verdict,
});

export const accepts = (request: OutboundRequest<unknown>): Attempt =>
  attemptOf(
    { kind: "settled", operations: request.operations.map(() => ({ kind: "accepted" })) },
    200,
  );

/** Says for each operation by itself what becomes of it. */
export const answersEach = (
  request: ItemRequest,
  verdict: (item: Item, operation: Operation) => OperationVerdict["kind"],
  status = 207,
): Attempt =>
  attemptOf(
    {
      kind: "settled",
      operations: request.operations.map(({ item, operation }): OperationVerdict => {
        const kind = verdict(item, operation);
        if (kind === "refused") return { kind, message: "no good", field: null };
        return kind === "throttled"
          ? { kind, message: "too many", retryAfterMs: 60_000 }
          : { kind };
      }),
    },
    status,
  );

type SendWait = Exclude<WaitReason, "behind_person" | "redelivery">;

export const waits = (
  reason: SendWait,
  status: number | null = null,
  retryAfterMs: number | null = null,
): Attempt => attemptOf({ kind: "wait", reason, retryAfterMs, message: reason }, status);

export const internalError = waits("server_error", 500);
export const badGateway = waits("server_error", 502);
export const timedOut = waits("timeout");
export const throttled = waits("throttled", 429);
export const credentialsRefused = attemptOf(
  { kind: "unwell", reason: "credentials_refused", message: "401" },
  401,
);

/** An operation that says whose it is: `3:17` is person 3, offset 17. */
export const makeOperation = (json: string, part: Partial<Operation> = {}): Operation => ({
  kind: "event",
  json,
  bytes: json.length,
  alone: false,
  single: { method: "POST", path: "/single", body: json },
  ...part,
});

export interface ItemPart {
  readonly shard?: number;
  readonly spent?: Spent;
  readonly operations?: readonly [Operation, ...Operation[]];
  readonly warnings?: readonly string[];
  readonly alone?: boolean;
  readonly receivedMs?: number;
}

export function makeItem(person: number, offset: number, part: ItemPart = {}): Item {
  const event = makeEvent({
    personId: person as PersonId,
    offset: offset as Offset,
    shard: (part.shard ?? 0) as Shard,
    ...(part.receivedMs === undefined ? {} : { receivedMs: part.receivedMs }),
  });
  const prepared: Extract<Prepared, { kind: "ready" }> = {
    kind: "ready",
    identifier: { kind: "id", value: `person-${person}` },
    operations: part.operations ?? [
      makeOperation(`${person}:${offset}`, { alone: part.alone ?? false }),
    ],
    warnings: part.warnings ?? [],
  };
  return new Item(event, prepared, part.spent);
}

export const BATCH_PATH = "/batch";

export function batchOf<T>(operations: OutboundRequest<T>["operations"]): OutboundRequest<T> {
  const body = operations.map(({ operation }) => operation.json).join(",");
  return { method: "POST", path: BATCH_PATH, body, bytes: body.length, operations };
}

export const WIDE_LIMITS: Destination["limits"] = {
  operationsMax: 1_000,
  batchBytesMax: 10_000,
  batchOverheadBytes: 0,
  separatorBytes: 1,
};

type Answering = (request: ItemRequest, nth: number) => Attempt | Promise<Attempt>;

export interface Bench {
  readonly clock: FakeClock;
  readonly ports: DeliverPorts;
  readonly stop: AbortController;
  /** Bodies of the requests in the order in which they were sent. */
  readonly sent: string[];
  readonly sentAtMs: number[];
  /** Requests that hold a permit. */
  readonly inFlight: () => number;
}

/** Everything `deliver` needs, with a destination that answers as told. */
export function makeBench(answer: Answering, limits = WIDE_LIMITS): Bench {
  const clock = new FakeClock();
  const stop = new AbortController();
  const sent: string[] = [];
  const sentAtMs: number[] = [];
  let inFlight = 0;
  let ids = 0;
  const destination: Destination = {
    limits,
    batch: batchOf,
    encode: () => {
      throw new Error("nothing is read in these tests");
    },
    probe: async () => attemptOf({ kind: "settled", operations: [] }),
    send: async (request) => {
      sent.push(request.body);
      sentAtMs.push(clock.now());
      // The engine only ever sends what it packed itself.
      return await answer(request as ItemRequest, sent.length);
    },
  };
  const ports: DeliverPorts = {
    destination,
    clock,
    newId: () => `request-${++ids}`,
    stop: stop.signal,
    cut: new AbortController().signal,
    breathe: () => null,
    permit: async (signal) => {
      if (signal.aborted) return null;
      inFlight += 1;
      return () => {
        inFlight -= 1;
      };
    },
    isWell: () => true,
    onAttempt: () => undefined,
  };
  return { clock, ports, stop, sent, sentAtMs, inFlight: () => inFlight };
}

/** Packs and delivers the items on the bench's own time. */
export const deliverItems = (items: readonly Item[], { clock, ports }: Bench) =>
  clock.run(deliver(packItems(items, ports.destination), ports));

/** What became of an item, in one word. */
export const fateOf = (item: Item): string =>
  item.outcome()?.kind ?? (item.parking === null ? "unanswered" : item.parking.reason);
