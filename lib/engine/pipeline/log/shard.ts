import type { PersonId, Shard } from "@/lib/kernel/brand";

/** Shards of every project's log. Changing it needs a rewrite of the stored rows. */
export const SHARDS = 16;

/**
 * History, which backfills bring, has a lane of its own: as many shards again, behind those of live traffic. So each of
 * the two is read by itself, with its own cursors, and neither waits for the other.
 */
export const ALL_SHARDS = 2 * SHARDS;

/** Pure. */
export const isHistoryShard = (shard: number): boolean => shard >= SHARDS;

/** The same people's shard in the lane of history. Pure. */
export const historyShard = (shard: Shard): Shard => (shard + SHARDS) as Shard;

/** Where events of these people lie, in either lane. Pure. */
export const shardsOf = (people: readonly PersonId[]): readonly Shard[] => {
  const live = [...new Set(people.map(shardOf))];
  return [...live, ...live.map(historyShard)];
};

/** The shard of a person: the same for ever, spread evenly over consecutive ids. Pure. */
export function shardOf(person: PersonId): Shard {
  // Fibonacci hashing on 32 bits: consecutive ids land far apart.
  const low = person % 0x1_0000_0000;
  return ((Math.imul(low, 0x9e3779b1) >>> 28) % SHARDS) as Shard;
}
