import { ID_WORDS, packOpaqueId, packUlid, unpackUlid } from "./event-id";
import { EVENT_TYPES, type EventInput, type EventType } from "./operation";

const NONE = -1;
const FIRST_CAPACITY = 1_024;

export interface StoredEvent {
  /** Position in the order of receipt, from 0. */
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string;
  readonly type: EventType;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Compact JSON, or undefined when the event is older than what is kept. */
  readonly data: string | undefined;
}

export type Added =
  | { readonly kind: "added"; readonly index: number }
  | { readonly kind: "duplicate"; readonly index: number; readonly sameContent: boolean };

/**
 * All events of a workspace in columns, about 70 bytes an event, so that millions can be held and counted.
 * Guarantees: an id is stored once; the newest `keepData` events have their data.
 */
export class EventStore {
  readonly #keepData: number;
  #capacity = FIRST_CAPACITY;
  #count = 0;
  #ids = new Uint32Array(FIRST_CAPACITY * ID_WORDS);
  #hasId = new Uint8Array(FIRST_CAPACITY);
  #name = new Uint32Array(FIRST_CAPACITY);
  #type = new Uint8Array(FIRST_CAPACITY);
  #timestamp = new Float64Array(FIRST_CAPACITY);
  #receivedAt = new Float64Array(FIRST_CAPACITY);
  #content = new Uint32Array(FIRST_CAPACITY);
  #previous = new Int32Array(FIRST_CAPACITY);
  #slots = new Int32Array(FIRST_CAPACITY * 2).fill(NONE);
  #distinctIds = 0;
  readonly #opaqueIds = new Map<number, string>();
  readonly #nameNumbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #data: string[] = [];
  readonly #words = new Uint32Array(ID_WORDS);

  constructor(keepData: number) {
    this.#keepData = keepData;
  }

  get count(): number {
    return this.#count;
  }

  get distinctIds(): number {
    return this.#distinctIds;
  }

  /** Stores an event unless its id is known. */
  add(event: EventInput, timestamp: number, receivedAt: number): Added {
    const data = JSON.stringify(event.data);
    const content = hashText(data, hashText(event.name, timestamp | 0));
    const opaque = event.id !== undefined && !packUlid(event.id, this.#words);
    if (opaque) packOpaqueId(event.id ?? "", this.#words);
    if (event.id !== undefined) {
      const known = this.#slots[this.#slotOf(this.#words)] ?? NONE;
      if (known !== NONE) {
        return { kind: "duplicate", index: known, sameContent: this.#content[known] === content };
      }
    }
    if (this.#count === this.#capacity) this.#grow();
    const index = this.#count++;
    if (event.id !== undefined) this.#rememberId(index, opaque ? event.id : undefined);
    this.#name[index] = this.#numberOfName(event.name);
    this.#type[index] = EVENT_TYPES.indexOf(event.type);
    this.#timestamp[index] = timestamp;
    this.#receivedAt[index] = receivedAt;
    this.#content[index] = content;
    this.#previous[index] = NONE;
    this.#data[index % this.#keepData] = data;
    return { kind: "added", index };
  }

  /** Puts an event in front of a timeline and gives the timeline's new head. */
  link(index: number, head: number): number {
    this.#previous[index] = head;
    return index;
  }

  /** Indexes of a timeline in the order of receipt. */
  timeline(head: number): number[] {
    const indexes: number[] = [];
    for (let at = head; at !== NONE; at = this.#previous[at] ?? NONE) indexes.push(at);
    return indexes.sort((a, b) => a - b);
  }

  receivedAt(index: number): number {
    return this.#receivedAt[index] ?? 0;
  }

  read(index: number): StoredEvent {
    return {
      index,
      id: this.#idOf(index),
      name: this.#names[this.#name[index] ?? 0] ?? "",
      type: EVENT_TYPES[this.#type[index] ?? 0] ?? "event",
      timestamp: this.#timestamp[index] ?? 0,
      receivedAt: this.receivedAt(index),
      data: index >= this.#count - this.#keepData ? this.#data[index % this.#keepData] : undefined,
    };
  }

  #idOf(index: number): string | undefined {
    if (this.#hasId[index] !== 1) return undefined;
    const opaque = this.#opaqueIds.get(index);
    return opaque ?? unpackUlid(this.#ids.subarray(index * ID_WORDS, (index + 1) * ID_WORDS));
  }

  #rememberId(index: number, opaque: string | undefined): void {
    this.#hasId[index] = 1;
    this.#ids.set(this.#words, index * ID_WORDS);
    this.#slots[this.#slotOf(this.#words)] = index;
    this.#distinctIds++;
    if (opaque !== undefined) this.#opaqueIds.set(index, opaque);
  }

  /** The slot that holds this id, or the free one where it belongs (linear probing, load at most one half). */
  #slotOf(words: Uint32Array): number {
    const mask = this.#slots.length - 1;
    let hash = 0;
    for (let i = 0; i < ID_WORDS; i++)
      hash = Math.imul(hash ^ (words[i] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const index = this.#slots[slot] ?? NONE;
      if (index === NONE || this.#hasWords(index, words)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #hasWords(index: number, words: Uint32Array): boolean {
    const from = index * ID_WORDS;
    for (let i = 0; i < ID_WORDS; i++) if (this.#ids[from + i] !== words[i]) return false;
    return true;
  }

  #numberOfName(name: string): number {
    const known = this.#nameNumbers.get(name);
    if (known !== undefined) return known;
    this.#nameNumbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#ids = enlarge(this.#ids, new Uint32Array(this.#capacity * ID_WORDS));
    this.#hasId = enlarge(this.#hasId, new Uint8Array(this.#capacity));
    this.#name = enlarge(this.#name, new Uint32Array(this.#capacity));
    this.#type = enlarge(this.#type, new Uint8Array(this.#capacity));
    this.#timestamp = enlarge(this.#timestamp, new Float64Array(this.#capacity));
    this.#receivedAt = enlarge(this.#receivedAt, new Float64Array(this.#capacity));
    this.#content = enlarge(this.#content, new Uint32Array(this.#capacity));
    this.#previous = enlarge(this.#previous, new Int32Array(this.#capacity));
    this.#slots = new Int32Array(this.#capacity * 2).fill(NONE);
    for (let index = 0; index < this.#count; index++) {
      if (this.#hasId[index] !== 1) continue;
      const words = this.#ids.subarray(index * ID_WORDS, (index + 1) * ID_WORDS);
      this.#slots[this.#slotOf(words)] = index;
    }
  }
}

type Column =
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>;

function enlarge<C extends Column>(from: C, to: C): C {
  to.set(from);
  return to;
}

/** FNV-1a. */
function hashText(text: string, seed: number): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
