import type { DiscardReason, WaitReason } from "@/lib/engine/pipeline/record/outcome";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Filtered, Planned } from "@/lib/engine/pipeline/transform/plan";

// What the engine needs from a destination. The engine knows no destination by name.

export interface Identifier {
  /** As the destination names its kinds of identifier. */
  readonly kind: string;
  /** The value byte for byte as the source has it. */
  readonly value: string;
}

/** One call on the destination's API, ready to be packed. An event becomes one, or two (identify, then event). */
export interface Operation {
  /** identify updates the person; event records the event. */
  readonly kind: "identify" | "event";
  /** Serialised for a batch, with its size: measured once, never again. */
  readonly json: string;
  readonly bytes: number;
  /** True when it must go alone (too large for a batch, or the sync sends one request per event). */
  readonly alone: boolean;
  /** Method, path and body when it goes alone. */
  readonly single: {
    readonly method: "POST" | "PUT";
    readonly path: string;
    readonly body: string;
  };
}

/** What became of one event in the transform. */
export type Prepared = Filtered | Encoded;

/** What is planned for an event in the destination's words. `operations` is never empty and in sending order. */
export type Encoded =
  | {
      readonly kind: "discarded";
      readonly reason: DiscardReason;
      readonly message: string;
      readonly identifier: Identifier | null;
    }
  | {
      readonly kind: "ready";
      /** Null for what belongs to nobody, where a destination takes such events. */
      readonly identifier: Identifier | null;
      readonly operations: readonly [Operation, ...Operation[]];
      readonly warnings: readonly string[];
      /** Of what was planned; absent when all of it is sent. */
      readonly leftOut?: readonly LeftOut[];
    };

/** A selected property that the destination would not take. */
export interface LeftOut {
  readonly of: "user" | "event";
  readonly name: string;
  /** As in "left out: it is not a date". */
  readonly why: string;
}

/** One HTTP request: `operations[i]` is what the destination calls index i. */
export interface OutboundRequest<Item> {
  readonly method: "POST" | "PUT";
  readonly path: string;
  readonly body: string;
  /** Bytes of the body in UTF-8. */
  readonly bytes: number;
  readonly operations: readonly { readonly item: Item; readonly operation: Operation }[];
}

/** Why the destination as a whole cannot take anything now. */
export type UnwellReason =
  | "credentials_refused"
  | "wrong_region"
  | "misconfigured"
  | "throttled"
  | "server_error"
  | "timeout"
  | "unreachable";

/**
 * What the destination said about one operation. Same length and order as the request's operations, by construction.
 * `again`: the request was refused as a whole because of the operations marked otherwise; this one was not looked at.
 * The caller MUST send it again without them, in order, and no attempt is used. At least one operation beside it is
 * `refused` or `throttled`, so sending again ends.
 * `throttled`: the destination takes nothing more of this person for now, and of the others it does. The person's events
 * wait; that never uses up their attempts.
 */
export type OperationVerdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "again" }
  | {
      readonly kind: "throttled";
      readonly message: string;
      /** A floor; null when nothing was said. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: "refused"; readonly message: string; readonly field: string | null };

/**
 * What an answer means.
 * - `settled`: every operation has its verdict.
 * - `unattributable`: some operation is bad, but not which: the caller halves the request; a request of one is refused.
 * - `resend`: nothing can be concluded (an index out of range): the caller sends once more, then treats it as refused.
 * - `wait`: transient; nothing is to be concluded about any operation; `retryAfterMs` is a floor.
 * - `unwell`: the destination cannot take anything until somebody mends it.
 */
export type Verdict =
  | { readonly kind: "settled"; readonly operations: readonly OperationVerdict[] }
  | { readonly kind: "unattributable"; readonly message: string }
  | { readonly kind: "resend"; readonly message: string }
  | {
      readonly kind: "wait";
      readonly reason: Exclude<WaitReason, "behind_person" | "redelivery">;
      readonly retryAfterMs: number | null;
      readonly message: string;
    }
  | { readonly kind: "unwell"; readonly reason: UnwellReason; readonly message: string };

/** One attempt at a request, for the log: what was answered, how long it took. */
export interface Attempt {
  readonly status: number | null;
  readonly durationMs: number;
  /** First 500 characters of an error body, or the network error; scrubbed of secrets. Null when all was accepted. */
  readonly answer: string | null;
  readonly verdict: Verdict;
  /** Of a request that was taken whole: how many events the answer says it took; absent where it says no number. */
  readonly confirmed?: number;
}

/** A destination as one sync calls it. */
export interface Destination {
  /** Pure: serialises what is planned for one event, within the destination's limits; total over planned events. */
  encode(event: Event, plan: Planned): Encoded;
  /** Pure: wraps operations into the body of one batch request. Callers keep within `limits`. */
  batch<Item>(
    operations: readonly { readonly item: Item; readonly operation: Operation }[],
  ): OutboundRequest<Item>;
  readonly limits: {
    readonly operationsMax: number;
    readonly batchBytesMax: number;
    readonly batchOverheadBytes: number;
    readonly separatorBytes: number;
  };
  /** Sends one request and judges the answer. Never rejects for anything the far end or the network does. */
  send(request: OutboundRequest<unknown>, signal: AbortSignal): Promise<Attempt>;
  /** Asks whether the destination is there and takes the credentials, without sending anything. Never rejects. */
  probe(signal: AbortSignal): Promise<Attempt>;
}
