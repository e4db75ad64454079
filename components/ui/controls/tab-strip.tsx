"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A row of tabs that scrolls sideways where it is too narrow, with the current one in sight. */
export function TabStrip({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>("[aria-current]");
    if (current == null || strip.current === null) return;
    strip.current.scrollLeft =
      current.offsetLeft - (strip.current.clientWidth - current.offsetWidth) / 2;
  });
  return (
    <nav
      ref={strip}
      aria-label={label}
      className="relative -mb-px min-w-0 overflow-x-auto overflow-y-hidden"
    >
      {children}
    </nav>
  );
}
