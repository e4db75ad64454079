import { formatQuantity } from "@/components/ui/text/format-number";
import type { SyncBacklog } from "@/lib/admin/syncs/sync-backlog";

/** What enabling will do once saved. `backlog` is null until it is known. */
export function startingText(backlog: SyncBacklog | null, sendMissed: boolean): string {
  const from = sendMissed
    ? "Once saved, the sync goes on where it stopped: what arrived while it was disabled is sent first, as far as it is selected."
    : "Once saved, events that arrive from now on are sent. What arrived before is not.";
  if (backlog === null || backlog.parked === 0) return from;
  return `${from} ${waiting(backlog.parked)} for a retry from before and will be tried again.`;
}

/** What disabling will do once saved. */
export function stoppingText(backlog: SyncBacklog | null): string {
  const parked = backlog?.parked ?? 0;
  const kept =
    parked === 0
      ? "What waits for a retry by then is kept, and goes on when you enable the sync again."
      : `${waiting(parked)} for a retry: what waits is kept, and goes on when you enable the sync again.`;
  return `Once saved, nothing more is sent. ${kept} Of events that arrive while it is disabled you choose then whether to send them.`;
}

const waiting = (count: number): string =>
  `${formatQuantity(count, "event")} ${count === 1 ? "waits" : "wait"}`;
