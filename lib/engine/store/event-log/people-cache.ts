import type { Source } from "@/lib/engine/pipeline/source/event";
import type { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import type { PersonId } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";
import type { PeopleMemory } from "./people-memory";

/** What an event says of who did it. */
export interface Identified {
  readonly userId: string | null;
  readonly deviceId: string | null;
  readonly source?: Source;
}

/** A person while a group is being appended. */
export interface PersonState {
  /** Given once: NOBODY until a new person's id is reserved. */
  id: PersonId;
  userId: string | null;
  /** Devices that the cache knows this person by. */
  readonly devices: Set<string>;
  /** Characters of the properties: known also while they are not in memory. */
  chars: number;
  /** Null while they are not in memory: most events do not need them. */
  loaded: LoadedProperties | null;
  /** The last day in which the person has a whole state, or began with nothing: `YYYY-MM-DD`. */
  stateDay: string | null;
  /** Characters of changes since that state. */
  stateChars: number;
}

interface LoadedProperties {
  readonly all: PersonProperties;
  /** What changed since the person was written whole; null when there is no such row yet. */
  recent: Map<string, Json> | null;
}

/**
 * People and devices of one project as the last commit left them. It is true only while nobody else appends:
 * MUST be cleared when the head is not where this process's last commit left it, and after any failed append.
 */
export class PeopleCache {
  #head: number | null = null;
  readonly #memory: PeopleMemory;
  /** True while a group is appended: nobody may be forgotten. */
  #busy = false;
  /** One state per person, however it was found: two copies of the properties would drift apart. */
  readonly byId = new Map<PersonId, PersonState>();
  readonly byUserId = new Map<string, PersonState>();
  readonly byDeviceId = new Map<string, PersonState>();

  constructor(memory: PeopleMemory) {
    this.#memory = memory;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Called with the locked head: empties the cache when another process has appended since. */
  begin(head: number): void {
    if (this.#head !== head) this.clear();
    this.#busy = true;
  }

  /** Called after the commit. */
  committed(head: number): void {
    this.#head = head;
    this.#busy = false;
    this.#memory.trim();
  }

  /** The person was used, or has grown. */
  touch(person: PersonState): void {
    this.#memory.touch(person, this);
  }

  /** In the middle of an append: people who have been written, and whose properties may go. */
  unload(people: Iterable<PersonState>): void {
    this.#memory.unload(people, this);
  }

  /** Whose the ids are, as far as it is in memory: a user id wins over a device id. */
  knownAs({ userId, deviceId }: Identified): PersonState | undefined {
    const known = userId === null ? undefined : this.byUserId.get(userId);
    return known ?? (deviceId === null ? undefined : this.byDeviceId.get(deviceId));
  }

  put(person: PersonState): void {
    this.byId.set(person.id, person);
    if (person.userId !== null) this.byUserId.set(person.userId, person);
  }

  putOnDevice(deviceId: string, person: PersonState): void {
    this.byDeviceId.get(deviceId)?.devices.delete(deviceId);
    this.byDeviceId.set(deviceId, person);
    person.devices.add(deviceId);
  }

  forget(person: PersonState): void {
    this.byId.delete(person.id);
    if (person.userId !== null) this.byUserId.delete(person.userId);
    for (const device of person.devices) this.byDeviceId.delete(device);
  }

  clear(): void {
    for (const person of this.byId.values()) this.#memory.release(person);
    this.#head = null;
    this.#busy = false;
    this.byId.clear();
    this.byUserId.clear();
    this.byDeviceId.clear();
  }
}
