"use client";

import { Check } from "lucide-react";
import {
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
} from "react-aria-components/Switch";
import { cx } from "@/components/ui/cx";

interface SwitchProps extends Omit<AriaSwitchProps, "children" | "className" | "style"> {
  /** What is switched, e.g. `Send Events`: the accessible name. Drawn above the pill unless `hideLabel`. */
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly description?: string;
  /** Words beside the pill. */
  readonly onText?: string;
  readonly offText?: string;
}

/** The green pill: label above, Enabled or Disabled beside it. */
export function Switch({
  label,
  hideLabel = false,
  description,
  onText = "Enabled",
  offText = "Disabled",
  ...props
}: SwitchProps) {
  return (
    <AriaSwitch
      {...props}
      className="group inline-flex w-fit cursor-pointer flex-col gap-2 data-disabled:cursor-not-allowed"
    >
      {({ isSelected }) => (
        <>
          <span className={hideLabel ? "sr-only" : "font-semibold text-ink"}>{label}</span>
          {description && <span className="text-muted text-xs">{description}</span>}
          <span className="flex items-center gap-2.5">
            <Pill on={isSelected} />
            <span aria-hidden className="text-muted">
              {isSelected ? onText : offText}
            </span>
          </span>
        </>
      )}
    </AriaSwitch>
  );
}

function Pill({ on }: { readonly on: boolean }) {
  return (
    <span
      className={cx(
        "flex h-6 w-11 items-center rounded-full p-0.5 outline-offset-2 transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-disabled:opacity-55",
        on ? "justify-end bg-positive" : "justify-start bg-line-strong",
      )}
    >
      <span className="grid size-5 place-items-center rounded-full bg-white text-[#2c7d55] shadow-sm">
        {on && <Check aria-hidden size={13} strokeWidth={3.5} />}
      </span>
    </span>
  );
}
