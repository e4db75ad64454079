import { isHistoryShard } from "@/lib/engine/pipeline/log/shard";
import type { Shard } from "@/lib/kernel/brand";
import { bucketOf } from "./latency-histogram";
import type { Outcome } from "./outcome";
import { latencyOf, reasonOf, type Settlement } from "./settlement";

// What a turn adds to the counters. Everything that one turn counts in a minute stands in one row, under the first of
// the shards that it holds: no other worker writes there. What may be sent again by hand keeps its own shard, where
// programs of the release before look for it.

interface Count {
  readonly shard: Shard;
  /** `read` counts the events read from the log; the others what became of them. */
  readonly outcome: Outcome["kind"] | "read";
  /** Empty for read and delivered. */
  readonly reason: string;
  readonly count: number;
  readonly firstAttempt: number;
}

/**
 * `total` is from accepted by ingestion to accepted by the destination. The others are its parts, for what was
 * delivered in the turn that read it: until the worker took it up, until its last request went out, and until the
 * answer.
 */
export const STAGES = ["total", "log", "worker", "destination"] as const;
export type Stage = (typeof STAGES)[number];

interface LatencyCount {
  readonly shard: Shard;
  readonly stage: Stage;
  readonly bucket: number;
  readonly count: number;
}

const firstShard = ({ moves }: Settlement): Shard =>
  Math.min(...moves.map(({ shard }) => shard)) as Shard;

/** Read is the sum of the moves, and the others add up to what was settled. Pure. */
export function countOutcomes(settlement: Settlement): readonly Count[] {
  const counts = new Map<string, { -readonly [K in keyof Count]: Count[K] }>();
  const add = (
    shard: Shard,
    outcome: Count["outcome"],
    reason: string,
    n: number,
    first: number,
  ) => {
    const key = `${shard} ${outcome} ${reason}`;
    const known = counts.get(key);
    if (known === undefined) {
      counts.set(key, { shard, outcome, reason, count: n, firstAttempt: first });
    } else {
      known.count += n;
      known.firstAttempt += first;
    }
  };
  const slot = firstShard(settlement);
  const read = settlement.moves.reduce((sum, move) => sum + move.read, 0);
  if (read > 0) add(slot, "read", "", read, 0);
  for (const { event, outcome } of settlement.settled) {
    const isFinal = outcome.kind === "filtered" || outcome.kind === "delivered";
    const first = outcome.kind === "delivered" && outcome.attempts === 1 ? 1 : 0;
    add(isFinal ? slot : event.shard, outcome.kind, reasonOf(outcome), 1, first);
  }
  return [...counts.values()];
}

/** More than there are buckets. */
const STAGE_STEP = 1_000;

/** Latencies of the delivered events by stage and bucket. Pure. */
export function countLatencies(settlement: Settlement): readonly LatencyCount[] {
  // Four for each event: numbers as keys, since texts would cost more than all the rest.
  const counts = new Map<number, number>();
  const add = (stage: number, ms: number) => {
    const key = stage * STAGE_STEP + bucketOf(ms);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const requests = new Map(settlement.requests.map((request) => [request.id, request]));
  for (const { event, outcome, wasParked } of settlement.settled) {
    const latency = latencyOf(event, outcome);
    if (latency === null || outcome.kind !== "delivered") continue;
    // How long history waits for its turn says nothing of how fast live events arrive.
    if (isHistoryShard(event.shard)) continue;
    add(0, latency);
    const request = requests.get(outcome.requestId);
    if (wasParked !== null || request === undefined) continue;
    add(1, settlement.readMs - event.receivedMs);
    add(2, request.startedMs - settlement.readMs);
    add(3, request.durationMs);
  }
  const shard = firstShard(settlement);
  return [...counts].map(([key, count]) => ({
    shard,
    stage: STAGES[Math.floor(key / STAGE_STEP)] as Stage,
    bucket: key % STAGE_STEP,
    count,
  }));
}
