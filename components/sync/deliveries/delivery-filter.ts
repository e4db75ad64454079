import type { DeliveryFilter } from "@/lib/admin/events/delivery-filter";
import { SORTS, type Sort } from "@/lib/admin/events/sort";
import { OUTCOMES } from "@/lib/admin/reasons/fate-status";

/** The three lists of a sync's deliveries; `view` in the URL. */
export const VIEWS = ["settled", "waiting", "filtered"] as const;
export type View = (typeof VIEWS)[number];

/** Names of the filters in the URL; `cursor` is the page, `sort` the order. */
export const FILTER_PARAMS = ["outcome", "reason", "event", "person", "from", "to", "attempts"];

/** The windows of Amplitude's metrics, in minutes. */
export const WINDOWS = [
  ["10m", "Last 10 minutes", 10],
  ["1h", "Last hour", 60],
  ["4h", "Last 4 hours", 240],
  ["1d", "Last day", 1_440],
  ["1w", "Last week", 10_080],
  ["2w", "Last 2 weeks", 20_160],
] as const;

type Read = (param: string) => string | undefined;

export const toView = (read: Read): View =>
  VIEWS.find((view) => view === read("view")) ?? "settled";

export const toSort = (read: Read, fallback: Sort): Sort =>
  SORTS.find((sort) => sort === read("sort")) ?? fallback;

/** What the URL asks for, as the verb takes it. Values that make no sense are left out. Pure. */
export function toDeliveryFilter(read: Read): Partial<DeliveryFilter> {
  const outcome = OUTCOMES.find((each) => each === read("outcome"));
  const attempts = /^\d{1,4}\+?$/.exec(read("attempts") ?? "")?.[0];
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...present("reason", read("reason"), 100),
    ...present("eventType", read("event"), 1024),
    ...present("user", read("person"), 1024),
    ...present("since", toDate(read("from")), 0),
    ...present("until", toDate(read("to")), 0),
    ...(attempts === undefined ? {} : { attempts }),
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

/** A time that the verbs take: of the years 1970 to 9999. */
function toDate(text: string | undefined): Date | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return ms >= 0 && ms < Date.UTC(10_000, 0) ? new Date(ms) : undefined;
}
