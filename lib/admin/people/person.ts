import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import type { PropertyOrigins } from "./property-origins";
import type { SharedIdentifier } from "./shared-identifiers";

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
  readonly origins: PropertyOrigins;
  readonly devices: readonly string[];
  /** True when the person has more devices than are listed. */
  readonly moreDevices: boolean;
  readonly shared: readonly SharedIdentifier[];
}
