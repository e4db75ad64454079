"use client";

import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import { cx } from "@/components/ui/cx";
import { Tooltip } from "./tooltip";

interface IconButtonProps
  extends Omit<AriaButtonProps, "className" | "children" | "style" | "aria-label"> {
  /** What it does: accessible name and tooltip. */
  readonly label: string;
  readonly size?: "sm" | "md";
  readonly tone?: "plain" | "danger";
  readonly className?: string;
  readonly children: ReactNode;
}

export function IconButton({
  label,
  size = "md",
  tone = "plain",
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton
        {...props}
        aria-label={label}
        className={cx(
          "focus-ring inline-grid shrink-0 place-items-center rounded text-muted transition-colors disabled:text-faint disabled:opacity-60",
          tone === "danger"
            ? "hover:bg-danger-soft hover:text-danger-ink"
            : "hover:bg-hover hover:text-ink",
          size === "sm" ? "size-7" : "size-9",
          className,
        )}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}
