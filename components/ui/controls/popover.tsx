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
  /** Only for who has to close it: by itself it opens and closes with its trigger. */
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A small dialog at a button: `trigger` is the button, `label` names what opens. The popover itself is the dialog. */
export function Popover({
  trigger,
  label,
  placement = "bottom start",
  className,
  children,
  ...state
}: PopoverProps) {
  return (
    <DialogTrigger {...state}>
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
