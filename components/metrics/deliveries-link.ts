import type { Window } from "@/lib/admin/syncs/time-period";

/** The rows behind a number: the tab Deliveries of a sync with this filter. */
interface DeliveriesFilter {
  readonly view?: "waiting" | "filtered";
  readonly outcome?: string;
  readonly reason?: string;
  readonly attempts?: string;
}

/** `base` is the address of the sync. Pure. */
export function deliveriesLink(base: string, filter: DeliveriesFilter, window?: Window): string {
  const query = new URLSearchParams({ ...filter });
  if (window !== undefined) {
    query.set("from", window.start.toISOString());
    query.set("to", window.end.toISOString());
  }
  return `${base}/deliveries?${query}`;
}

/** What was counted as an outcome, and perhaps for one reason. Pure. */
export const outcomeLink = (
  base: string,
  outcome: string,
  reason: string | undefined,
  window: Window,
): string => {
  const why = reason === undefined || reason === "" ? {} : { reason };
  return outcome === "filtered"
    ? deliveriesLink(base, { view: "filtered", ...why }, window)
    : deliveriesLink(base, { outcome, ...why }, window);
};
