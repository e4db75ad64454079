import type { DeliveryOutcome } from "@/lib/admin/reasons/fate-status";

/** What was counted of one outcome and reason; the reason is empty for `read` and `delivered`. */
export interface CountRow {
  readonly outcome: string;
  readonly reason: string;
  readonly count: bigint | number;
  readonly first_attempt: bigint | number;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** An outcome, with its reasons from the most frequent on. */
export interface OutcomeCount {
  readonly count: number;
  readonly reasons: readonly ReasonCount[];
}

/**
 * What became of events in a window, by the time it was settled:
 * waitingBefore + read = filtered + delivered + discarded + expired + waitingAfter.
 */
export interface Funnel {
  readonly waitingBefore: number;
  readonly read: number;
  readonly filtered: OutcomeCount;
  readonly delivered: number;
  readonly firstAttempt: number;
  readonly afterRetry: number;
  readonly discarded: OutcomeCount;
  readonly expired: OutcomeCount;
  readonly waitingAfter: number;
  /** delivered / (delivered + discarded + expired); null when there was none of them. */
  readonly deliveryRate: number | null;
}

/** `waitingAfter` is what had been read and not settled by the end of the window. Pure. */
export function funnelOf(rows: readonly CountRow[], waitingAfter: number): Funnel {
  const read = outcomeOf(rows, "read").count;
  const [filtered, delivered, discarded, expired] = (
    ["filtered", "delivered", "discarded", "expired"] as const satisfies readonly DeliveryOutcome[]
  ).map((outcome) => outcomeOf(rows, outcome)) as [
    OutcomeCount,
    OutcomeCount,
    OutcomeCount,
    OutcomeCount,
  ];
  const firstAttempt = rows.reduce((sum, row) => sum + Number(row.first_attempt), 0);
  const settled = filtered.count + delivered.count + discarded.count + expired.count;
  const sent = delivered.count + discarded.count + expired.count;
  return {
    waitingBefore: waitingAfter + settled - read,
    read,
    filtered,
    delivered: delivered.count,
    firstAttempt,
    afterRetry: delivered.count - firstAttempt,
    discarded,
    expired,
    waitingAfter,
    deliveryRate: sent === 0 ? null : delivered.count / sent,
  };
}

function outcomeOf(rows: readonly CountRow[], outcome: string): OutcomeCount {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (row.outcome !== outcome) continue;
    counts.set(row.reason, (counts.get(row.reason) ?? 0) + Number(row.count));
  }
  const reasons = [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .filter(({ count }) => count !== 0)
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  return { count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
}
