"use client";

import { formatFor, formatSince, formatUtc } from "./format-time";
import { useIsClient } from "./use-is-client";
import { useNow } from "./use-now";

/** `for 1 min, since 01:03`, ticking, in the reader's zone; UTC on hover. `at` is ISO 8601. */
export function ForSince({ at }: { readonly at: string }) {
  const now = useNow();
  const isClient = useIsClient();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={formatUtc(ms)} suppressHydrationWarning>
      {formatFor(ms, now)}
      {isClient && `, since ${formatSince(ms, now)}`}
    </time>
  );
}
