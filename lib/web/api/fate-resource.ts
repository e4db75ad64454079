import type { Fate, FateWithAttempts } from "@/lib/admin/events/fate";

/** A fate as the management API answers it. Pure. */
export const toFateResource = (fate: FateWithAttempts) => ({
  destination_id: String(fate.syncId),
  status: fate.status,
  reason: fate.reason,
  message: fate.message,
  version: fate.version,
  row: fate.row,
  clause: clauseResource(fate.clause),
  attempt_count: fate.attemptCount,
  attempts: fate.attempts.map(({ at, requestId, status, answer, durationMs }) => ({
    at: at?.toISOString() ?? null,
    request_id: requestId,
    status,
    answer,
    duration_ms: durationMs,
  })),
  next_attempt_at: fate.nextAttemptAt?.toISOString() ?? null,
  behind: fate.behind,
  delivery_ids: fate.deliveryIds.map(String),
});

function clauseResource(clause: Fate["clause"]) {
  if (clause === null) return null;
  const { property, op, values, actual = null } = clause;
  return { property, op, values, actual };
}
