"use client";

import { useCallback, useState } from "react";

/** Width in px of the element that gets the ref; 0 until it is measured. */
export function useWidth() {
  const [widthPx, setWidth] = useState(0);
  const ref = useCallback((element: HTMLDivElement | null) => {
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { widthPx, ref };
}
