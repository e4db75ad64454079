import type { Offset, PersonId, ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import type { FateWithAttempts } from "./fate";

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

export interface EventDetail extends EventSummary {
  readonly insertId: string | null;
  readonly payload: JsonObject;
  readonly userProperties: JsonObject;
  readonly userChanges: JsonObject | null;
  readonly fates: readonly FateWithAttempts[];
}
