"use client";

import { type RefObject, useEffect, useRef } from "react";

/**
 * When one of `count` things was removed and the focus with it, the button inside the returned box takes the focus:
 * the keyboard goes on where it was instead of at the top of the page.
 */
export function useKeptFocus<Box extends HTMLElement>(count: number): RefObject<Box | null> {
  const box = useRef<Box>(null);
  const before = useRef(count);
  useEffect(() => {
    const isLost = count < before.current && document.activeElement === document.body;
    before.current = count;
    if (isLost) box.current?.querySelector("button")?.focus();
  }, [count]);
  return box;
}
