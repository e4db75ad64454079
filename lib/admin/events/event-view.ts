import type { FateStatus } from "@/lib/admin/reasons/fate-status";
import type { Offset, PersonId, ProjectId, SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";

/** A row of the Events page. */
export interface EventSummary {
  readonly projectId: ProjectId;
  readonly offset: Offset;
  readonly uuid: string;
  /** event | identify | group_identify */
  readonly kind: string;
  /** http_v2 | batch | identify | group_identify */
  readonly source: string;
  readonly eventType: string;
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly personId: PersonId;
  readonly eventTime: Date;
  readonly receivedAt: Date;
}

/** What one sync did with an event. */
export interface EventFate {
  readonly syncId: SyncId;
  readonly syncName: string;
  /** The name of the destination. */
  readonly destination: string;
  readonly fate: FateStatus;
  readonly reason: string | null;
  readonly message: string;
  readonly deliveryId: number | null;
}

export interface EventDetail extends EventSummary {
  readonly insertId: string | null;
  readonly payload: JsonObject;
  readonly userProperties: JsonObject;
  readonly userChanges: JsonObject | null;
  readonly fates: readonly EventFate[];
}
