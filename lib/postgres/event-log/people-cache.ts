import type { PersonId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";

/** A person while a group is being appended. `properties` is replaced, never changed in place. */
export interface PersonState {
  /** Given once: NOBODY until a new person's id is reserved. */
  id: PersonId;
  userId: string | null;
  properties: JsonObject;
  /** `properties` as JSON text, made once per change. */
  propertiesText: string;
}

const PEOPLE_MAX = 20_000;

/**
 * People and devices of one project as the last commit left them. It is true only while nobody else appends:
 * MUST be cleared when the head is not where this process's last commit left it, and after any failed append.
 */
export class PeopleCache {
  #head: number | null = null;
  /** One state per person, however it was found: two copies of the properties would drift apart. */
  readonly byId = new Map<PersonId, PersonState>();
  readonly byUserId = new Map<string, PersonState>();
  readonly byDeviceId = new Map<string, PersonState>();

  /** Called with the locked head: empties the cache when another process has appended since. */
  validate(head: number): void {
    if (this.#head !== head) this.clear();
  }

  /** Called after the commit. */
  committed(head: number): void {
    if (Math.max(this.byId.size, this.byDeviceId.size) > PEOPLE_MAX) this.clear();
    this.#head = head;
  }

  clear(): void {
    this.#head = null;
    this.byId.clear();
    this.byUserId.clear();
    this.byDeviceId.clear();
  }
}
