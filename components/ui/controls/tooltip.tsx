"use client";

import type { ReactElement, ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";

/** Explains the one focusable element inside it, on hover and on keyboard focus. */
export function Tooltip({
  text,
  children,
}: {
  readonly text: ReactNode;
  readonly children: ReactElement;
}) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {children}
      <AriaTooltip
        offset={6}
        className="max-w-72 rounded bg-ink px-2 py-1 text-ground text-xs shadow-float"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
