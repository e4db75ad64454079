"use client";

import { formatLocalMinute, formatUtc } from "./format-time";
import { useIsClient } from "./use-is-client";
import { useNow } from "./use-now";

const MINUTE_MS = 60_000;

/** When it is known to the minute only: `this minute`, else the local minute. `at` is the minute's beginning, ISO 8601. */
export function MinuteTime({ at }: { readonly at: string }) {
  const now = useNow();
  const isClient = useIsClient();
  const ms = Date.parse(at);
  const minute = isClient ? formatLocalMinute(ms) : formatUtc(ms).slice(5, 16);
  return (
    <time
      dateTime={at}
      title={`in the minute of ${formatUtc(ms).slice(0, 16)} UTC`}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {now - ms < MINUTE_MS ? "this minute" : minute}
    </time>
  );
}
