declare const brand: unique symbol;

/** A primitive that only a parser or the database layer may mint, so that ids cannot be mixed up. */
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type ProjectId = Brand<number, "ProjectId">;
export type SyncId = Brand<number, "SyncId">;
/** Position in one project's event log: 1, 2, 3, … without gaps, in commit order. 0 is before the first event. */
export type Offset = Brand<number, "Offset">;
/** A person as ingestion resolved it (Amplitude calls it the Amplitude ID). */
export type PersonId = Brand<number, "PersonId">;
/** 0 … ALL_SHARDS − 1; all live events of one person are in one shard, and all of their history in another. */
export type Shard = Brand<number, "Shard">;
