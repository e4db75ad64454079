import Link from "next/link";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { StatusPill } from "@/components/ui/text/status-pill";
import { whyHref } from "@/components/why/why-query";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Fate } from "@/lib/admin/events/fate";
import { whySentence } from "@/lib/admin/events/why-sentence";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";

interface FateListProps {
  readonly fates: readonly Fate[];
  readonly event: EventSummary;
}

/** What every sync did with an event, and why. */
export function FateList({ fates, event }: FateListProps) {
  if (fates.length === 0) {
    return <p className="text-muted">This project has no syncs: the event is only stored.</p>;
  }
  return (
    <ul className="flex shrink-0 flex-col divide-y divide-line rounded-md border border-line">
      {fates.map((fate) => (
        <li key={fate.syncId} className="flex flex-col gap-1.5 px-3.5 py-2.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Link
              href={deliveriesHref(fate, event)}
              className="rounded font-medium text-link hover:underline"
            >
              {fate.syncName}
            </Link>
            <StatusPill tone={FATE_TONES[fate.status]}>
              {fateLabel(fate.status, fate.destination)}
            </StatusPill>
          </div>
          <p className="break-words text-sm">{whySentence(fate, event.eventType)}</p>
          <div>
            <ButtonLink
              size="sm"
              href={whyHref(event.projectId, { event: event.uuid, sync: String(fate.syncId) })}
            >
              Why?
            </ButtonLink>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The event's own row of the delivery log, where it has one. */
function deliveriesHref({ syncId, deliveryIds }: Fate, { projectId }: EventSummary): string {
  const sync = `/projects/${projectId}/destinations/${syncId}`;
  const last = deliveryIds.at(-1);
  return last === undefined ? `${sync}/settings` : `${sync}/deliveries?delivery=${last}`;
}
