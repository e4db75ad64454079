import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/controls/link-tabs";
import { PageHeader } from "@/components/ui/data/page-header";

const TABS = [
  ["", "General"],
  ["/api-keys", "API keys"],
  ["/names", "Names"],
  ["/members", "Members"],
  ["/api-tokens", "API tokens"],
  ["/audit-log", "Audit log"],
] as const;

/** Title and tabs of the Settings pages. */
export function SettingsFrame({
  projectId,
  current,
  children,
}: {
  readonly projectId: number;
  readonly current: (typeof TABS)[number][0];
  readonly children: ReactNode;
}) {
  const base = `/projects/${projectId}/settings`;
  const title = TABS.find(([path]) => path === current)?.[1] ?? "Settings";
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Data" }, { label: "Settings", href: base }, { label: title }]}
      />
      <LinkTabs
        label="Settings"
        current={`${base}${current}`}
        tabs={TABS.map(([path, label]) => ({ href: `${base}${path}`, label }))}
      />
      <div className="flex w-full max-w-4xl flex-col gap-5">{children}</div>
    </>
  );
}
