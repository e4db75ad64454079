"use client";

import type { ReactElement, ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  MenuTrigger,
  type MenuTriggerProps,
} from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { cx } from "@/components/ui/cx";
import { itemStyle, popoverStyle } from "./popover-style";

interface MenuProps extends Pick<MenuTriggerProps, "isOpen" | "onOpenChange"> {
  readonly trigger: ReactElement;
  readonly label: string;
  readonly placement?: "bottom start" | "bottom end" | "top start" | "top end";
  readonly children: ReactNode;
}

/** `trigger` is a Button or IconButton; children are MenuItem and MenuSeparator. */
export function Menu({ trigger, label, placement = "bottom end", children, ...state }: MenuProps) {
  return (
    <MenuTrigger {...state}>
      {trigger}
      <Popover placement={placement} className={cx(popoverStyle, "min-w-44 max-w-80")}>
        <AriaMenu aria-label={label} className="max-h-96 overflow-auto p-1 outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuItem({
  tone = "plain",
  children,
  ...props
}: Omit<AriaMenuItemProps, "className" | "children" | "style"> & {
  readonly tone?: "plain" | "danger";
  readonly children: ReactNode;
}) {
  return (
    <AriaMenuItem {...props} className={cx(itemStyle, tone === "danger" && "text-danger-ink")}>
      {children}
    </AriaMenuItem>
  );
}

export function MenuSeparator() {
  return <Separator className="my-1 border-line border-t" />;
}
