import type { Clock } from "@/lib/kernel/clock";
import { createFlushLater } from "./flush-later";
import type { Answered } from "./ingest";

/** Requests, and the events of refused ones, of one minute. Accepted events are counted by the log with the append. */
export interface MinuteCount extends Answered {
  readonly minuteMs: number;
  readonly requests: number;
}

interface MinuteCounters {
  add(answered: Answered): void;
  /** Writes what was counted since the last time. */
  flush(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Rows kept while they cannot be written: counts are statistics, and memory is bounded. */
const ROWS_MAX = 10_000;

/**
 * Gathers counts in memory and writes them every two seconds while there are any: never in the way of a request.
 * A count that `write` rejects is kept for the next time; a crash loses up to two seconds of them.
 */
export function createMinuteCounters(
  write: (count: MinuteCount) => Promise<void>,
  clock: Clock,
  report: (error: unknown) => void,
): MinuteCounters {
  let counts = new Map<string, MinuteCount>();
  const flushLater = createFlushLater(flush, clock);

  function merge(count: MinuteCount): void {
    const { project, minuteMs, source, outcome, reason } = count;
    const key = [project, minuteMs, source, outcome, reason].join(" ");
    const known = counts.get(key);
    if (known === undefined && counts.size >= ROWS_MAX) return;
    counts.set(key, {
      ...count,
      requests: count.requests + (known?.requests ?? 0),
      events: count.events + (known?.events ?? 0),
    });
  }

  async function flush(): Promise<void> {
    const written = [...counts.values()];
    counts = new Map();
    for (const [index, count] of written.entries()) {
      try {
        await write(count);
      } catch (error) {
        for (const unwritten of written.slice(index)) merge(unwritten);
        report(error);
        return;
      }
    }
  }

  return {
    flush,
    add: (answered) => {
      const minuteMs = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
      const events = answered.outcome === "accepted" ? 0 : answered.events;
      merge({ ...answered, events, minuteMs, requests: 1 });
      flushLater();
    },
  };
}
