import { isHistoryShard } from "@/lib/engine/pipeline/log/shard";
import type { Lease } from "@/lib/engine/store/delivery/leases";

/** Each lane of a sync is read and sent by itself; history takes small turns and a part of the rate. */
export type Lane = "live" | "history";

/** Some requests: they are sent while live events go on. */
export const HISTORY_TURN_EVENTS_MAX = 500;

/** A lane of a sync. */
export type StreamKey = `${number} ${Lane}`;

/** Pure. */
export const laneOf = ({ shard }: Pick<Lease, "shard">): Lane =>
  isHistoryShard(shard) ? "history" : "live";

/** Pure. */
export const streamOf = (lease: Pick<Lease, "syncId" | "shard">): StreamKey =>
  `${lease.syncId} ${laneOf(lease)}`;
