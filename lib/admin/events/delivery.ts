import type { DeliveryOutcome } from "@/lib/admin/reasons/fate-status";
import type { PreviewRequest } from "@/lib/admin/syncs/test/preview-sync";
import type { Offset, PersonId, SyncId } from "@/lib/kernel/brand";
import type { EventDetail } from "./event-view";
import type { Attempt } from "./fate";
import type { RedeliveredAs } from "./redelivered-as";

/** A row of the delivery log. */
export interface Delivery {
  readonly id: number;
  readonly syncId: SyncId;
  readonly syncVersion: number;
  readonly offset: Offset;
  readonly personId: PersonId;
  readonly eventUuid: string;
  readonly kind: string;
  readonly eventType: string;
  readonly userId: string | null;
  readonly identifier: string | null;
  readonly identifierKind: string | null;
  readonly outcome: DeliveryOutcome;
  /** Empty for delivered. */
  readonly reason: string;
  readonly message: string | null;
  readonly field: string | null;
  readonly warnings: readonly string[];
  readonly attempts: number;
  readonly requestId: string | null;
  readonly eventTime: Date;
  readonly receivedAt: Date;
  readonly settledAt: Date;
  readonly latencyMs: number | null;
}

export interface DeliveryRequestView {
  readonly id: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly method: string;
  readonly path: string;
  /** Operations in the request: this event was one of them. */
  readonly items: number;
  readonly bytes: number;
  readonly status: number | null;
  readonly verdict: string;
  readonly answer: string | null;
  /** How many events the answer says were taken; null where it says no number. */
  readonly confirmed: number | null;
}

export interface DeliveryDetail {
  readonly delivery: Delivery;
  /** Null when the log no longer holds it. */
  readonly event: Omit<EventDetail, "fates"> | null;
  readonly sent: {
    /** The person's and the event's requests, computed again from the event. */
    readonly requests: readonly PreviewRequest[];
    /** Version of the settings they were computed with. */
    readonly syncVersion: number;
    /** False when that version is gone and the current settings were used. */
    readonly sameVersion: boolean;
  } | null;
  readonly request: DeliveryRequestView | null;
  /** All requests that carried it, in their order. */
  readonly attempts: readonly Attempt[];
  /** What became of it when it was sent again by hand; null when it was not. */
  readonly again: RedeliveredAs | null;
}
