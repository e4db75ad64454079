import type { Backfill } from "@/lib/admin/backfills/backfill";
import type { BackfillDetail } from "@/lib/admin/backfills/get-backfill";

/** A backfill as the management API answers it. Pure. */
export const toBackfillResource = (backfill: Backfill) => {
  const { counts, progress } = backfill;
  return {
    id: String(backfill.id),
    object: "backfill" as const,
    from: backfill.origin,
    name: backfill.name,
    status: backfill.state,
    message: backfill.message === "" ? null : backfill.message,
    destinations: backfill.destinations,
    users_only: backfill.usersOnly,
    created_at: backfill.createdAt.toISOString(),
    created_by: backfill.createdBy,
    started_at: backfill.startedAt?.toISOString() ?? null,
    completed_at: backfill.completedAt?.toISOString() ?? null,
    counts: {
      lines: counts.lines,
      events: counts.events,
      events_younger_than_72_hours: counts.young,
      people: counts.people,
      people_new_to_the_project: counts.newPeople,
      faults: counts.faults,
      first_event_at: counts.firstEventAt?.toISOString() ?? null,
      last_event_at: counts.lastEventAt?.toISOString() ?? null,
    },
    progress: {
      lines: progress.lines,
      events_added: progress.added,
      events_known_before: progress.known,
      users: progress.users,
    },
  };
};

/** With the lines that could not be read, and what its destinations still have to send. Pure. */
export const toBackfillDetailResource = ({ faults, left, ...backfill }: BackfillDetail) => ({
  ...toBackfillResource(backfill),
  faults,
  left: left.map(({ syncId, unread, waiting }) => ({ destination_id: syncId, unread, waiting })),
});
