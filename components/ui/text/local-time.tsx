"use client";

import { formatLocal, formatUtc } from "./format-time";
import { useIsClient } from "./use-is-client";

/** Date and time in the reader's zone; UTC on hover, and until the page is alive. */
export function LocalTime({ at }: { readonly at: string }) {
  const isClient = useIsClient();
  const ms = Date.parse(at);
  const utc = formatUtc(ms);
  return (
    <time dateTime={at} title={utc} className="tabular whitespace-nowrap">
      {isClient ? formatLocal(ms) : utc.slice(5, 19)}
    </time>
  );
}
