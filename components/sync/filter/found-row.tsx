"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** The row that a link leads to: in view, marked, and where the keyboard goes on. */
export function FoundRow({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      className="-m-1.5 flex flex-col gap-1 rounded-md p-1.5 outline-2 outline-accent-line"
    >
      {children}
    </div>
  );
}
