import type { Offset, PersonId } from "@/lib/kernel/brand";

/** An event that waits for its next attempt for one sync. */
export interface WaitingEvent {
  readonly offset: Offset;
  readonly eventUuid: string;
  /** event | identify | group_identify */
  readonly kind: string;
  readonly eventType: string;
  readonly personId: PersonId;
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly reason: string;
  /** What the destination or a limit said last; empty when nothing was said. */
  readonly message: string;
  /** Requests that carried it so far. */
  readonly attempts: number;
  /** Null while it waits behind an earlier event of its person. */
  readonly nextAttemptAt: Date | null;
  /** The person's event that goes first; null for that one itself. */
  readonly behind: {
    readonly offset: Offset;
    readonly eventUuid: string;
    readonly eventType: string;
  } | null;
  /** Since when it waits. */
  readonly waitingSince: Date;
  readonly eventTime: Date;
  readonly receivedAt: Date;
  /** The delivery that is sent again by hand. */
  readonly redeliveryOf: number | null;
}
