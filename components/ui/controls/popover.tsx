"use client";

import type { ReactElement, ReactNode } from "react";
import { DialogTrigger } from "react-aria-components/Dialog";
import { Popover as AriaPopover } from "react-aria-components/Popover";
import { cx } from "@/components/ui/cx";
import { popoverStyle } from "./popover-style";

interface PopoverProps {
  readonly trigger: ReactElement;
  readonly label: string;
  readonly placement?: "bottom start" | "bottom end" | "top start" | "right top";
  readonly className?: string;
  readonly children: ReactNode;
}

/** A small dialog at a button: `trigger` is the button, `label` names what opens. The popover itself is the dialog. */
export function Popover({
  trigger,
  label,
  placement = "bottom start",
  className,
  children,
}: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover
        aria-label={label}
        placement={placement}
        className={cx(popoverStyle, "p-4", className)}
      >
        {children}
      </AriaPopover>
    </DialogTrigger>
  );
}
