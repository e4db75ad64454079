import type { Destination, Operation, OutboundRequest } from "@/lib/engine/pipeline/ports";
import type { PersonId } from "@/lib/kernel/brand";

// How operations are cut into requests. Guarantees: nothing lost or doubled; all operations of a person are in one
// lane, in order; a lane of several requests belongs to one person alone, so it never holds up anybody else.

/** What is needed of an item to pack it. */
interface Packable {
  readonly event: { readonly personId: PersonId };
  readonly prepared: { readonly operations: readonly Operation[] };
}

/** Requests to be sent one after the other; lanes may be sent side by side. Never empty. */
type Lane<Item> = readonly OutboundRequest<Item>[];

interface Entry<Item> {
  readonly item: Item;
  readonly operation: Operation;
}

type Limits = Destination["limits"];

/**
 * Packs items, given in sending order, into lanes. Pure.
 * A person whose operations fit into one batch shares it with others; one who needs several requests (too much for a
 * batch, or an operation that must go alone) gets a lane, and those lanes come first.
 */
export function packItems<Item extends Packable>(
  items: readonly Item[],
  destination: Pick<Destination, "batch" | "limits">,
): readonly Lane<Item>[] {
  const shared = new SharedBatches<Item>(destination.limits);
  const lanes: Lane<Item>[] = [];
  for (const entries of byPerson(items)) {
    if (shared.add(entries)) continue;
    lanes.push(cut(entries, destination.limits).map((part) => toRequest(part, destination)));
  }
  return [...lanes, ...shared.batches.map(({ entries }) => [destination.batch(entries)])];
}

function byPerson<Item extends Packable>(items: readonly Item[]): Iterable<Entry<Item>[]> {
  const people = new Map<PersonId, Entry<Item>[]>();
  for (const item of items) {
    const { personId } = item.event;
    const entries = people.get(personId) ?? [];
    if (entries.length === 0) people.set(personId, entries);
    for (const operation of item.prepared.operations) entries.push({ item, operation });
  }
  return people.values();
}

/** Batches of several people, each person whole in one of them: first batch with room takes them. */
class SharedBatches<Item> {
  readonly batches: { entries: Entry<Item>[]; bytes: number }[] = [];
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** False when the person cannot be in one batch. */
  add(entries: readonly Entry<Item>[]): boolean {
    const { operationsMax, batchBytesMax, batchOverheadBytes, separatorBytes } = this.#limits;
    if (entries.length > operationsMax) return false;
    let bytes = 0;
    for (const { operation } of entries) {
      if (operation.alone) return false;
      bytes += operation.bytes + separatorBytes;
    }
    // The first operation of a batch has no separator: counted for all, the overhead gives it back.
    const room = batchBytesMax - batchOverheadBytes + separatorBytes;
    if (bytes > room) return false;
    const hasRoom = (batch: SharedBatches<Item>["batches"][number]) =>
      batch.bytes + bytes <= room && batch.entries.length + entries.length <= operationsMax;
    const batch = this.batches.find(hasRoom) ?? this.#open();
    for (const entry of entries) batch.entries.push(entry);
    batch.bytes += bytes;
    return true;
  }

  #open(): { entries: Entry<Item>[]; bytes: number } {
    const batch = { entries: [], bytes: 0 };
    this.batches.push(batch);
    return batch;
  }
}

/** One person's operations in order, cut where a batch is full and around operations that go alone. */
function cut<Item>(entries: readonly Entry<Item>[], limits: Limits): readonly Entry<Item>[][] {
  const parts: Entry<Item>[][] = [];
  const room = limits.batchBytesMax - limits.batchOverheadBytes + limits.separatorBytes;
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const { alone } = entry.operation;
    const size = entry.operation.bytes + limits.separatorBytes;
    const open = parts.at(-1);
    if (
      open === undefined ||
      alone ||
      bytes + size > room ||
      open.length === limits.operationsMax
    ) {
      parts.push([entry]);
      bytes = alone ? Number.POSITIVE_INFINITY : size;
    } else {
      open.push(entry);
      bytes += size;
    }
  }
  return parts;
}

function toRequest<Item>(
  entries: readonly Entry<Item>[],
  destination: Pick<Destination, "batch">,
): OutboundRequest<Item> {
  const only = entries[0]?.operation;
  if (only === undefined || !only.alone) return destination.batch(entries);
  const { method, path, body } = only.single;
  return { method, path, body, bytes: Buffer.byteLength(body), operations: entries };
}
