import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/data/page-header";
import { SETTINGS_PAGES } from "./settings-pages";
import { SettingsTabs } from "./settings-tabs";

/** Title and tabs of the Settings pages. */
export function SettingsFrame({
  projectId,
  current,
  children,
}: {
  readonly projectId: number;
  readonly current: (typeof SETTINGS_PAGES)[number][0];
  readonly children: ReactNode;
}) {
  const base = `/projects/${projectId}/settings`;
  const title = SETTINGS_PAGES.find(([path]) => path === current)?.[1] ?? "Settings";
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Data" }, { label: "Settings", href: base }, { label: title }]}
      />
      <SettingsTabs base={base} current={current} />
      <div className="flex w-full max-w-4xl flex-col gap-5">{children}</div>
    </>
  );
}
