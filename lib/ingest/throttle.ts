import type { ProjectId } from "@/lib/kernel/brand";
import type { IncomingEvent } from "@/lib/pipeline/source/event";
import type { Throttled } from "./rejection";

// Amplitude throttles a single user or device (HTTP V2: 30 events/s), so that one runaway client harms nobody else.

export interface ThrottleLimit {
  readonly eventsPerSecond: number;
  /** The rate is averaged over this time. */
  readonly windowSeconds: number;
}

export interface Throttle {
  /** `null` when all events are within the rate: then they are counted. Otherwise none is. */
  check(project: ProjectId, events: readonly IncomingEvent[], nowMs: number): Throttled | null;
}

/** Exact windows, one after another: what was sent in the last one does not count in the next. */
export function createThrottle(limit: ThrottleLimit): Throttle {
  // Keys live for one window only, which bounds the map by the events of one window.
  let counts = new Map<string, number>();
  let windowStartMs = Number.NEGATIVE_INFINITY;
  const countsAt = (nowMs: number) => {
    if (nowMs - windowStartMs >= limit.windowSeconds * 1000) {
      counts = new Map();
      windowStartMs = nowMs;
    }
    return counts;
  };
  return {
    check: (project, events, nowMs) => {
      const users = createCounter(`u${project} `, countsAt(nowMs), limit);
      const devices = createCounter(`d${project} `, countsAt(nowMs), limit);
      const over = events.flatMap(({ userId, deviceId }, index) => {
        const isOver = [users.isOver(userId), devices.isOver(deviceId)];
        return isOver.includes(true) ? [index] : [];
      });
      if (over.length > 0)
        return {
          eventsPerSecond: limit.eventsPerSecond,
          users: users.rates,
          devices: devices.rates,
          events: over,
        };
      users.commit();
      devices.commit();
      return null;
    },
  };
}

interface Counter {
  /** Events/s of the IDs over the limit. */
  readonly rates: ReadonlyMap<string, number>;
  /** Counts one event of this ID, for now. */
  isOver(id: string | null): boolean;
  /** Makes what was counted stay. */
  commit(): void;
}

function createCounter(
  prefix: string,
  counts: Map<string, number>,
  { eventsPerSecond, windowSeconds }: ThrottleLimit,
): Counter {
  const added = new Map<string, number>();
  const rates = new Map<string, number>();
  return {
    rates,
    commit: () => {
      for (const [key, total] of added) counts.set(key, total);
    },
    isOver: (id) => {
      if (id === null) return false;
      const key = prefix + id;
      const total = (added.get(key) ?? counts.get(key) ?? 0) + 1;
      added.set(key, total);
      const isOver = total > eventsPerSecond * windowSeconds;
      if (isOver) rates.set(id, Math.ceil(total / windowSeconds));
      return isOver;
    },
  };
}
