import type { OverQuota, Rejection } from "@/lib/engine/ingest/rejection";
import type { IncomingEvent, Source } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import type { IngestSettings } from "@/lib/platform/ingest-settings";
import { createQuota, type Quota } from "./quota";
import { createThrottle, type Throttle, type ThrottleLimit } from "./throttle";

// What may be sent per second: to one user or device, with one key, from one address.

export interface RateSettings {
  /** By endpoint; no throttle where absent. */
  readonly throttle: Readonly<Partial<Record<Source, ThrottleLimit>>>;
  /** Events per second; absent: no quota. */
  readonly quotaPerKey?: number | undefined;
  readonly quotaPerAddress?: number | undefined;
  /** While more than so many events wait for a relay, a user or device of its project may send no more than this. */
  readonly behind?: ThrottleLimit & { readonly eventsMax: number };
}

interface RateLimits {
  /** Counts the upload, or says why it has to wait. `client`: see clientShare. */
  check(
    upload: {
      readonly project: ProjectId;
      readonly source: Source;
      readonly client: string;
      readonly events: readonly IncomingEvent[];
    },
    nowMs: number,
  ): Rejection | null;
}

/** Docs, Batch: "averaged over 30 s"; HTTP V2 does not say. */
const WINDOW_SECONDS = 30;

const perSecond = (eventsPerSecond: number): ThrottleLimit => ({
  eventsPerSecond,
  windowSeconds: WINDOW_SECONDS,
});

/** Waiting for a relay. Far beyond what goes out within a minute: an outage, or somebody sends too much. */
const BEHIND_EVENTS = 100_000;
/** Docs, FAQ: "10 events/s" of one device count as high. People do not send so many. */
const BEHIND_EVENTS_PER_SECOND = 10;

/** What the operator's words stand for. */
export function toRateSettings({ throttle, ...quotas }: IngestSettings): RateSettings {
  if (throttle === "off") return { throttle: {}, ...quotas };
  // Docs, HTTP V2: 30 events/s per user or device; Batch: 1,000. Identify is held to HTTP V2's; groups are nobody's.
  const [single, batch] = throttle === "amplitude" ? [30, 1_000] : [throttle, throttle];
  const each = { http_v2: perSecond(single), identify: perSecond(single), batch: perSecond(batch) };
  const rate = perSecond(Math.min(BEHIND_EVENTS_PER_SECOND, single));
  return { throttle: each, behind: { ...rate, eventsMax: BEHIND_EVENTS }, ...quotas };
}

/** @param isBehind whether more waits for a relay of the project than `settings.behind` allows */
export function createRateLimits(
  settings: RateSettings,
  isBehind: (project: ProjectId) => boolean = () => false,
): RateLimits {
  const throttles = new Map<string, Throttle>();
  for (const [source, limit] of Object.entries(settings.throttle))
    throttles.set(source, createThrottle(limit));
  const behind = settings.behind === undefined ? null : createThrottle(settings.behind);
  const byKey = quotaOf("key", settings.quotaPerKey);
  const byAddress = quotaOf("address", settings.quotaPerAddress);
  return {
    check: ({ project, source, client, events }, nowMs) => {
      const quota =
        byAddress?.check(client, events.length, nowMs) ??
        byKey?.check(String(project), events.length, nowMs) ??
        null;
      if (quota !== null) return { kind: "over_quota", quota };
      const throttled =
        (isBehind(project) ? behind?.check(project, events, nowMs) : null) ??
        throttles.get(source)?.check(project, events, nowMs) ??
        null;
      return throttled === null ? null : { kind: "throttled", throttled };
    },
  };
}

const quotaOf = (whose: OverQuota["whose"], eventsPerSecond: number | undefined): Quota | null =>
  eventsPerSecond === undefined ? null : createQuota(whose, eventsPerSecond);
