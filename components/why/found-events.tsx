import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Card } from "@/components/ui/data/card";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Fate } from "@/lib/admin/events/fate";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";

interface FoundEventsProps {
  readonly events: readonly EventSummary[];
  /** Offset of the one that is shown. */
  readonly shown: number | undefined;
  readonly fates: ReadonlyMap<number, readonly Fate[]>;
  readonly hrefOf: (event: EventSummary) => string;
}

/** The events that may be meant. */
export function FoundEvents({ events, shown, fates, hrefOf }: FoundEventsProps) {
  return (
    <Card title="Which event?" flush>
      <nav aria-label="Events found">
        <ul className="max-h-64 divide-y divide-line overflow-y-auto">
          {events.map((event) => (
            <li key={event.offset}>
              <Link
                href={hrefOf(event)}
                scroll={false}
                aria-current={event.offset === shown}
                className={cx(
                  "flex flex-wrap items-baseline gap-x-4 px-4 py-2 outline-offset-[-2px] hover:bg-hover sm:px-5",
                  event.offset === shown && "bg-accent-soft",
                )}
              >
                <span className="font-medium text-link [overflow-wrap:anywhere]">
                  {event.eventType}
                </span>
                <span className="text-muted text-sm [overflow-wrap:anywhere]">
                  {event.userId ?? event.deviceId ?? "Nobody"}
                </span>
                <span className="text-sm">
                  <LocalTime at={event.eventTime.toISOString()} />
                </span>
                <span className="flex flex-wrap gap-1.5 sm:ml-auto">
                  {(fates.get(event.offset) ?? []).map((fate) => (
                    <StatusPill key={fate.syncId} tone={FATE_TONES[fate.status]}>
                      {fateLabel(fate.status, fate.destination)}
                    </StatusPill>
                  ))}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </Card>
  );
}
