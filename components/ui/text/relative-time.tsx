"use client";

import { formatRelative, formatUtc } from "./format-time";
import { useNow } from "./use-now";

/** `3 min ago`, ticking; UTC on hover. `at` is ISO 8601 (or anything Date reads). */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <time
      dateTime={at}
      title={formatUtc(ms)}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {formatRelative(ms, now)}
    </time>
  );
}
