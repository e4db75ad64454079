import type { Offset, PersonId, Shard } from "@/lib/kernel/brand";
import { SHARDS } from "./shard";

/** Whoever did what belongs to no person: a group update without ids. Has no row in `people`, and no properties. */
export const NOBODY = 0 as PersonId;

/**
 * Nobody's events need no order among themselves: they are spread over the shards, so that a project which sends many
 * group updates has no hot one. Pure.
 */
export const shardOfNobody = (offset: Offset): Shard => (offset % SHARDS) as Shard;
