"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Right } from "@/lib/admin/verb/rights";

const Rights = createContext<readonly Right[]>([]);

/** What the signed-in person may do in the project of the page. It decides what is offered; the verbs what is done. */
export function RightsProvider({
  rights,
  children,
}: {
  readonly rights: readonly Right[];
  readonly children: ReactNode;
}) {
  return <Rights value={rights}>{children}</Rights>;
}

export const useRights = (): readonly Right[] => useContext(Rights);

export const useMay = (right: Right): boolean => useRights().includes(right);

/** What is shown to those alone who may use it. */
export function Allowed({
  right,
  children,
}: {
  readonly right: Right;
  readonly children: ReactNode;
}) {
  return useMay(right) ? children : null;
}
