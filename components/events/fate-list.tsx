import Link from "next/link";
import { StatusPill, type StatusTone } from "@/components/ui/text/status-pill";
import type { EventFate } from "@/lib/admin/events/event-view";
import { OUTCOME_TONES, outcomeLabel } from "@/lib/admin/events/outcome-words";

/** What became of an event that has no row in the sync's delivery log. */
const UNRECORDED = {
  not_selected: ["Not selected", "neutral"],
  pending: ["Pending", "info"],
  not_streamed: ["Not streamed", "neutral"],
} as const satisfies Readonly<Record<string, readonly [label: string, tone: StatusTone]>>;

function pillOf({ fate, destination }: EventFate): readonly [label: string, tone: StatusTone] {
  switch (fate) {
    case "delivered":
    case "discarded":
    case "expired":
      return [outcomeLabel(fate, destination), OUTCOME_TONES[fate]];
    default:
      return UNRECORDED[fate];
  }
}

/** What every sync did with an event, and why. */
export function FateList({
  fates,
  projectId,
}: {
  readonly fates: readonly EventFate[];
  readonly projectId: number;
}) {
  if (fates.length === 0) {
    return <p className="text-muted">This project has no syncs: the event is only stored.</p>;
  }
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {fates.map((fate) => {
        const [label, tone] = pillOf(fate);
        const page = `/projects/${projectId}/destinations/${fate.syncId}`;
        return (
          <li key={fate.syncId} className="flex flex-col gap-1 px-3.5 py-2.5">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <Link
                href={`${page}/deliveries`}
                className="rounded font-medium text-link hover:underline"
              >
                {fate.syncName}
              </Link>
              <StatusPill tone={tone}>{label}</StatusPill>
            </div>
            {fate.message && <p className="break-words text-muted text-sm">{fate.message}</p>}
          </li>
        );
      })}
    </ul>
  );
}
