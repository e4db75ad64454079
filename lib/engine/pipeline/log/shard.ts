import type { PersonId, Shard } from "@/lib/kernel/brand";

/** Shards of every project's log. Changing it needs a rewrite of the stored rows. */
export const SHARDS = 16;

/** The shard of a person: the same for ever, spread evenly over consecutive ids. Pure. */
export function shardOf(person: PersonId): Shard {
  // Fibonacci hashing on 32 bits: consecutive ids land far apart.
  const low = person % 0x1_0000_0000;
  return ((Math.imul(low, 0x9e3779b1) >>> 28) % SHARDS) as Shard;
}
