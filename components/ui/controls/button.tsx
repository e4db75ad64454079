"use client";

import { LoaderCircle } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import { cx } from "@/components/ui/cx";
import { type ButtonKind, type ButtonSize, buttonStyle } from "./button-style";

export interface ButtonProps
  extends Omit<AriaButtonProps, "className" | "children" | "style" | "isPending"> {
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  /** Busy: it spins, keeps its width and focus, and neither a press nor Enter in its form does anything. */
  readonly isPending?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

const ignore = (event: MouseEvent) => event.preventDefault();

export function Button({
  kind = "secondary",
  size = "md",
  isPending = false,
  className,
  children,
  onPress,
  ...props
}: ButtonProps) {
  const whenPressed = isPending
    ? { "aria-disabled": true, onClickCapture: ignore }
    : onPress && { onPress };
  return (
    <AriaButton
      {...props}
      {...whenPressed}
      className={cx(buttonStyle(kind, size), "relative", className)}
    >
      <span className={cx("contents", isPending && "[&>*]:invisible")}>{children}</span>
      {isPending && (
        <span className="absolute inset-0 grid place-items-center rounded bg-inherit">
          <LoaderCircle aria-hidden size={16} className="animate-spin" />
        </span>
      )}
    </AriaButton>
  );
}
