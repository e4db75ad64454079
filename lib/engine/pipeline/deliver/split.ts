import type { OutboundRequest } from "@/lib/engine/pipeline/ports";
import type { Item } from "./item";

// Cutting a request that failed, to find out whose fault it is.

export type Entry = OutboundRequest<Item>["operations"][number];

/** The operations of each person, people in the order of their first operation. Pure. */
export const byPerson = (entries: readonly Entry[]): readonly Entry[][] =>
  group(entries, ({ item }) => item.personId);

/** The operations of each event, in order. Pure. */
export const byItem = (entries: readonly Entry[]): readonly Entry[][] =>
  group(entries, ({ item }) => item);

function group<Key>(entries: readonly Entry[], keyOf: (entry: Entry) => Key): Entry[][] {
  const groups = new Map<Key, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [entry]);
    else found.push(entry);
  }
  return [...groups.values()];
}
