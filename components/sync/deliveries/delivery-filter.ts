import type { DeliveryFilter } from "@/lib/admin/events/delivery-filter";
import { OUTCOMES } from "@/lib/admin/reasons/fate-status";

/** Names of the filters in the URL; `cursor` is the page. */
export const FILTER_PARAMS = ["outcome", "reason", "event", "person", "time", "since", "until"];

/** The windows of Amplitude's metrics, in minutes. */
export const WINDOWS = [
  ["10m", "Last 10 minutes", 10],
  ["1h", "Last hour", 60],
  ["4h", "Last 4 hours", 240],
  ["1d", "Last day", 1_440],
  ["1w", "Last week", 10_080],
  ["2w", "Last 2 weeks", 20_160],
] as const;

/** What the URL asks for, as the verb takes it. Values that make no sense are left out. */
export function toDeliveryFilter(
  read: (param: string) => string | undefined,
  nowMs: number,
): Partial<DeliveryFilter> {
  const outcome = OUTCOMES.find((each) => each === read("outcome"));
  const window = WINDOWS.find(([id]) => id === read("time"));
  const since = window ? new Date(nowMs - window[2] * 60_000) : toDate(read("since"));
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...present("reason", read("reason"), 100),
    ...present("eventType", read("event"), 1024),
    ...present("user", read("person"), 1024),
    ...(since === undefined ? {} : { since }),
    ...(window ? {} : present("until", toDate(read("until")), 0)),
  };
}

function present<K extends string, V extends string | Date>(
  key: K,
  value: V | undefined,
  lengthMax: number,
): Partial<Record<K, V>> {
  if (value === undefined || value === "") return {};
  if (typeof value === "string" && value.length > lengthMax) return {};
  return { [key]: value } as Partial<Record<K, V>>;
}

function toDate(text: string | undefined): Date | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
