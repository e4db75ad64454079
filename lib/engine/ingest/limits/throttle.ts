import type { Throttled } from "@/lib/engine/ingest/rejection";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import { createRateCounter, type Slots } from "./rate-counter";

// Amplitude throttles a single user or device (HTTP V2: 30 events/s), so that one runaway client harms nobody else.
// Each process counts what it receives itself.

export interface ThrottleLimit {
  readonly eventsPerSecond: number;
  /** The rate is averaged over this time. */
  readonly windowSeconds: number;
}

export interface Throttle {
  /** `null` when all events are within the rate: then they are counted. Otherwise none is. */
  check(project: ProjectId, events: readonly IncomingEvent[], nowMs: number): Throttled | null;
}

export function createThrottle({ eventsPerSecond, windowSeconds }: ThrottleLimit): Throttle {
  const counter = createRateCounter(windowSeconds);
  const countMax = eventsPerSecond * windowSeconds;

  /** Counts one upload's events by one kind of ID, for now. */
  function tally(prefix: string, nowMs: number) {
    const added = new Map<
      string,
      { readonly slots: Slots; readonly before: number; count: number }
    >();
    const rates = new Map<string, number>();
    return {
      rates,
      isOver: (id: string | null): boolean => {
        if (id === null) return false;
        let entry = added.get(id);
        if (entry === undefined) {
          const slots = counter.slotsOf(prefix + id);
          entry = { slots, before: counter.countOf(slots, nowMs), count: 0 };
          added.set(id, entry);
        }
        entry.count += 1;
        const total = entry.before + entry.count;
        if (total > countMax) rates.set(id, Math.ceil(total / windowSeconds));
        return total > countMax;
      },
      keep: () => {
        for (const { slots, count } of added.values()) counter.add(slots, count, nowMs);
      },
    };
  }

  return {
    check: (project, events, nowMs) => {
      const users = tally(`u${project} `, nowMs);
      const devices = tally(`d${project} `, nowMs);
      const over: number[] = [];
      for (const [index, { userId, deviceId }] of events.entries()) {
        const isOver = [users.isOver(userId), devices.isOver(deviceId)];
        if (isOver.includes(true)) over.push(index);
      }
      if (over.length > 0)
        return { eventsPerSecond, users: users.rates, devices: devices.rates, events: over };
      users.keep();
      devices.keep();
      return null;
    },
  };
}
