"use client";

import { type ReactNode, useContext } from "react";
import { DisclosureStateContext } from "react-aria-components/Disclosure";

/** Content of a Panel that is costly to draw: only while the panel is open. */
export function WhenOpen({ children }: { readonly children: ReactNode }) {
  return useContext(DisclosureStateContext)?.isExpanded === true ? children : null;
}
