"use client";

import type { ReactNode } from "react";
import { SidePanel } from "@/components/ui/controls/side-panel";
import { useQuery } from "@/components/ui/use-query";

/** The side panel of the event in the address; closing it takes the event out of the address. */
export function EventPanel({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const query = useQuery();
  return (
    <SidePanel title={title} isOpen onClose={() => query.set({ offset: "" })}>
      {children}
    </SidePanel>
  );
}
