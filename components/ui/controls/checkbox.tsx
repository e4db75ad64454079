"use client";

import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from "react-aria-components/Checkbox";
import { cx } from "@/components/ui/cx";

interface CheckboxProps extends Omit<AriaCheckboxProps, "children" | "className" | "style"> {
  readonly children?: ReactNode;
  readonly className?: string;
}

export function Checkbox({ children, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...props}
      className={cx(
        "group inline-flex cursor-pointer items-start gap-2 data-disabled:cursor-not-allowed data-disabled:text-faint",
        className,
      )}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={cx(
              "mt-[3px] grid size-4 shrink-0 place-items-center rounded-[3px] border outline-offset-2 transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-disabled:opacity-55",
              isSelected || isIndeterminate
                ? "border-accent bg-accent text-on-accent"
                : "border-line-strong bg-surface group-data-hovered:border-faint",
            )}
          >
            {isIndeterminate ? (
              <Minus aria-hidden size={12} strokeWidth={3} />
            ) : (
              isSelected && <Check aria-hidden size={12} strokeWidth={3.5} />
            )}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}
