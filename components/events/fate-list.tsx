import Link from "next/link";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Fate } from "@/lib/admin/events/fate";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";

/** What every sync did with an event, and why. */
export function FateList({
  fates,
  projectId,
}: {
  readonly fates: readonly Fate[];
  readonly projectId: number;
}) {
  if (fates.length === 0) {
    return <p className="text-muted">This project has no syncs: the event is only stored.</p>;
  }
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {fates.map((fate) => {
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
              <StatusPill tone={FATE_TONES[fate.status]}>
                {fateLabel(fate.status, fate.destination)}
              </StatusPill>
            </div>
            {fate.message && <p className="break-words text-muted text-sm">{fate.message}</p>}
          </li>
        );
      })}
    </ul>
  );
}
