"use client";

import { useEffect } from "react";

/** Runs once when the browser has nothing else to do, e.g. to fetch the code of a dialog. `run` must be stable. */
export function useWhenIdle(run: () => Promise<unknown>): void {
  useEffect(() => {
    const fetchIt = () => void run().catch(() => {});
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(fetchIt, 1000);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(fetchIt, { timeout: 3000 });
    return () => cancelIdleCallback(handle);
  }, [run]);
}
