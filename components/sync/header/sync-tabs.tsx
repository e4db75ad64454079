"use client";

import { usePathname } from "next/navigation";
import { LinkTabs } from "@/components/ui/controls/link-tabs";

const TABS = ["Settings", "Mappings", "Deliveries", "History"] as const;

export function SyncTabs({ base }: { readonly base: string }) {
  const tabs = TABS.map((label) => ({ label, href: `${base}/${label.toLowerCase()}` }));
  return <LinkTabs label="Sync" tabs={tabs} current={usePathname()} />;
}
