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
  const windowMs = limit.windowSeconds * 1000;
  // Keys live for one window only, which bounds the map by the events of one window.
  let counts = new Map<string, number>();
  let windowStartMs = 0;
  return {
    check: (project, events, nowMs) => {
      if (nowMs - windowStartMs >= windowMs) {
        counts = new Map();
        windowStartMs = nowMs;
      }
      const users = createCounter(`u${project} `, counts, limit);
      const devices = createCounter(`d${project} `, counts, limit);
      const over: number[] = [];
      for (const [index, { userId, deviceId }] of events.entries()) {
        const userIsOver = users.isOver(userId);
        const deviceIsOver = devices.isOver(deviceId);
        if (userIsOver || deviceIsOver) over.push(index);
      }
      if (over.length === 0) {
        for (const { added } of [users, devices])
          for (const [key, total] of added) counts.set(key, total);
        return null;
      }
      return {
        eventsPerSecond: limit.eventsPerSecond,
        users: users.rates,
        devices: devices.rates,
        events: over,
      };
    },
  };
}

interface Counter {
  readonly added: ReadonlyMap<string, number>;
  /** Events/s of the IDs over the limit. */
  readonly rates: ReadonlyMap<string, number>;
  isOver(id: string | null): boolean;
}

function createCounter(
  prefix: string,
  counts: ReadonlyMap<string, number>,
  { eventsPerSecond, windowSeconds }: ThrottleLimit,
): Counter {
  const added = new Map<string, number>();
  const rates = new Map<string, number>();
  return {
    added,
    rates,
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
