import { ForSince } from "@/components/ui/text/for-since";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { SyncCondition } from "@/lib/admin/syncs/sync-condition";
import { conditionTone, conditionWords } from "./condition-words";

/** Enabled, Disabled, or what is wrong, and beside it for how long. */
export function SyncStatusPill({
  destination,
  status,
}: {
  /** The name of the destination. */
  readonly destination: string;
  readonly status: SyncCondition;
}) {
  const since = status.problem?.since ?? null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatusPill tone={conditionTone(status.state)}>
        {conditionWords(status, destination)}
      </StatusPill>
      {since !== null && (
        <span className="text-muted text-xs">
          <ForSince at={since.toISOString()} />
        </span>
      )}
    </span>
  );
}
