import type { OverQuota } from "@/lib/engine/ingest/rejection";
import { createRateCounter } from "./rate-counter";

/** Averaged over this time, as Amplitude averages its throttle. */
const WINDOW_SECONDS = 30;

export interface Quota {
  /** Counts the events of one API key or address, or says that they are too many: then none is counted. */
  check(name: string, events: number, nowMs: number): OverQuota | null;
}

/** What one key, or one address, may send to this process. */
export function createQuota(whose: OverQuota["whose"], eventsPerSecond: number): Quota {
  const counter = createRateCounter(WINDOW_SECONDS);
  return {
    check: (name, events, nowMs) => {
      const slots = counter.slotsOf(name);
      const before = counter.countOf(slots, nowMs);
      // The first upload of a window always passes, so that a large one is not refused for ever.
      if (before > 0 && before + events > eventsPerSecond * WINDOW_SECONDS)
        return { whose, eventsPerSecond, retryAfterSeconds: counter.secondsLeft(nowMs), events };
      counter.add(slots, events, nowMs);
      return null;
    },
  };
}
