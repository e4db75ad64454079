"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

interface Held<Row> {
  /** Around the rows: while the pointer or the focus that the keyboard shows is inside, they stay as they are. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly shown: readonly Row[];
  /** How many of the newest rows are not shown yet. */
  readonly fresh: number;
  /** True when rows that are shown are not among the newest any more. */
  readonly isStale: boolean;
  readonly showNewest: () => void;
}

/** Rows of a live list that do not move under the pointer: what comes meanwhile is counted, and shown when asked for. */
export function useHeld<Row>(
  newest: readonly Row[],
  keyOf: (row: Row) => number,
  isHeld: boolean,
): Held<Row> {
  const ref = useRef<HTMLDivElement>(null);
  const [isInside, setInside] = useState(false);
  const [shown, setShown] = useState(newest);
  useEffect(() => {
    const region = ref.current;
    if (region === null) return;
    const abort = new AbortController();
    const look = () =>
      setInside(region.matches(":hover") || region.querySelector(":focus-visible") !== null);
    // When the focus leaves, it is nowhere until it has arrived.
    const lookLater = () => queueMicrotask(look);
    for (const type of ["mouseenter", "mouseleave", "focusin"]) {
      region.addEventListener(type, look, { signal: abort.signal });
    }
    region.addEventListener("focusout", lookLater, { signal: abort.signal });
    return () => abort.abort();
  }, []);
  const isStill = isHeld || isInside;
  if (!isStill && shown !== newest) setShown(newest);
  const known = new Set(shown.map(keyOf));
  const present = new Set(newest.map(keyOf));
  return {
    ref,
    shown: isStill ? shown : newest,
    fresh: isStill ? newest.filter((row) => !known.has(keyOf(row))).length : 0,
    isStale: isStill && shown.some((row) => !present.has(keyOf(row))),
    showNewest: () => setShown(newest),
  };
}
