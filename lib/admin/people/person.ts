import type { Delivery } from "@/lib/admin/events/delivery";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";

export interface PersonSummary {
  readonly id: PersonId;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly firstSeen: Date;
  readonly updatedAt: Date;
}

/** A person in the answer to a search. */
export interface FoundPerson extends PersonSummary {
  /** The value that begins as what was looked for; property null: the user id. Null: found by a device or an Amplitude ID. */
  readonly foundBy: { readonly property: string | null; readonly value: string } | null;
}

export interface PersonDetail extends PersonSummary {
  readonly properties: JsonObject;
  readonly devices: readonly string[];
  /** Newest first, 50 at most. */
  readonly events: readonly EventSummary[];
  /** Newest first, 50 at most, over all syncs of the project. */
  readonly deliveries: readonly PersonDelivery[];
}

export interface PersonDelivery extends Delivery {
  readonly syncName: string;
  /** The name of the destination. */
  readonly destination: string;
}
