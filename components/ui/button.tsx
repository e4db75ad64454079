"use client";

import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import { type ButtonKind, type ButtonSize, buttonStyle } from "@/components/ui/button-style";
import { cx } from "@/components/ui/cx";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children" | "style"> {
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  readonly className?: string;
  readonly children: ReactNode;
}

/** With `isPending` it keeps its width and focus, spins and ignores presses. */
export function Button({
  kind = "secondary",
  size = "md",
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <AriaButton {...props} className={cx(buttonStyle(kind, size), "relative", className)}>
      {({ isPending }) => (
        <>
          <span className={cx("contents", isPending && "[&>*]:invisible")}>{children}</span>
          {isPending && (
            <span className="absolute inset-0 grid place-items-center rounded bg-inherit">
              <LoaderCircle aria-hidden size={16} className="animate-spin" />
            </span>
          )}
        </>
      )}
    </AriaButton>
  );
}
