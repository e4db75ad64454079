"use client";

import { useRights } from "@/components/shell/rights";
import { LinkTabs } from "@/components/ui/controls/link-tabs";
import { SETTINGS_PAGES } from "./settings-pages";

export function SettingsTabs({
  base,
  current,
}: {
  readonly base: string;
  readonly current: string;
}) {
  const rights = useRights();
  return (
    <LinkTabs
      label="Settings"
      current={`${base}${current}`}
      tabs={SETTINGS_PAGES.filter(([, , right]) => rights.includes(right)).map(([path, label]) => ({
        href: `${base}${path}`,
        label,
      }))}
    />
  );
}
