import type { PeopleCache, PersonState } from "./people-cache";

/** What the people of all projects may take in one process, by the estimate below. */
const PEOPLE_BYTES_MAX = 64 * 1_048_576;

/** A person without properties: the object and the entries of the maps. */
const PERSON_BYTES = 500;
const DEVICE_BYTES = 150;
/** A property in memory, by the characters of its JSON. */
const BYTES_PER_CHAR = 2;

interface Entry {
  readonly cache: PeopleCache;
  readonly bytes: number;
}

/** The people that one process keeps in memory, over all its projects: those used longest ago go first. */
export class PeopleMemory {
  readonly #bytesMax: number;
  /** The most recently used is last. */
  readonly #entries = new Map<PersonState, Entry>();
  #bytes = 0;

  constructor(bytesMax = PEOPLE_BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  touch(person: PersonState, cache: PeopleCache): void {
    this.release(person);
    const bytes = bytesOf(person);
    this.#entries.set(person, { cache, bytes });
    this.#bytes += bytes;
  }

  release(person: PersonState): void {
    const entry = this.#entries.get(person);
    if (entry === undefined) return;
    this.#entries.delete(person);
    this.#bytes -= entry.bytes;
  }

  /** Forgets people until the rest fits; those of projects that are appending just now stay. */
  trim(): void {
    for (const [person, { cache }] of this.#entries) {
      if (this.#bytes <= this.#bytesMax) return;
      if (cache.busy) continue;
      cache.forget(person);
      this.release(person);
    }
  }

  /** In the middle of an append: drops the properties of `people`, all of which MUST have been written, when all together take too much. */
  unload(people: Iterable<PersonState>, cache: PeopleCache): void {
    for (const person of people) {
      if (this.#bytes <= this.#bytesMax) return;
      person.loaded = null;
      this.touch(person, cache);
    }
  }
}

const bytesOf = ({ devices, loaded }: PersonState): number =>
  PERSON_BYTES +
  devices.size * DEVICE_BYTES +
  (loaded === null ? 0 : loaded.all.chars * BYTES_PER_CHAR);
