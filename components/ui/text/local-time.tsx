"use client";

import { formatLocal, formatUtc, formatZoned } from "./format-time";
import { useIsClient } from "./use-is-client";

/** Date and time in the reader's zone; with the zone, and in UTC, on hover; UTC until the page is alive. */
export function LocalTime({ at }: { readonly at: string }) {
  const isClient = useIsClient();
  const ms = Date.parse(at);
  const utc = formatUtc(ms);
  return (
    <time
      dateTime={at}
      title={isClient ? `${formatZoned(ms)} · ${utc}` : utc}
      className="tabular whitespace-nowrap"
    >
      {isClient ? formatLocal(ms) : utc.slice(5, 19)}
    </time>
  );
}
