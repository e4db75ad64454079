"use client";

import { usePathname } from "next/navigation";
import { LinkTabs } from "@/components/ui/controls/link-tabs";

const TABS = ["Settings", "Mappings", "Metrics", "Deliveries", "History"] as const;

/** A sync that maps nothing has no Mappings. */
export function SyncTabs({ base, maps }: { readonly base: string; readonly maps: boolean }) {
  const tabs = TABS.filter((label) => maps || label !== "Mappings").map((label) => ({
    label,
    href: `${base}/${label.toLowerCase()}`,
  }));
  return <LinkTabs label="Sync" tabs={tabs} current={usePathname()} />;
}
