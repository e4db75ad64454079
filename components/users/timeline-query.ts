import { WINDOWS } from "@/components/sync/deliveries/delivery-filter";
import { FATE_STATUSES, type FateStatus } from "@/lib/admin/reasons/fate-status";
import type { TimelineQuery } from "./user-timeline";

interface TimelineFilter {
  readonly eventType: string | undefined;
  readonly outcome: FateStatus | undefined;
  readonly since: Date | undefined;
  readonly before: number | undefined;
}

/** What the address asks for, as the verb takes it. Values that make no sense are left out. */
export function toTimelineFilter(query: TimelineQuery, nowMs: number): TimelineFilter {
  const window = WINDOWS.find(([id]) => id === query.time);
  const before = Number(query.before);
  return {
    eventType: query.event?.slice(0, 1024),
    outcome: FATE_STATUSES.find((status) => status === query.outcome),
    since: window && new Date(nowMs - window[2] * 60_000),
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  };
}
