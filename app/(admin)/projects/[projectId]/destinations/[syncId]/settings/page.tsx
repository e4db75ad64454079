import { SETTINGS_VERBS } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/editing-verbs";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { firstOf } from "@/app/(admin)/projects/[projectId]/project-page";
import { ReportsCard } from "@/components/sync/reports/reports-card";
import { presetOf } from "@/components/sync/settings/preset";
import { SettingsTab } from "@/components/sync/settings/settings-tab";
import { SettingsView } from "@/components/sync/settings/settings-view";
import { reportInbox } from "@/lib/admin/reports/report-inbox";

export const generateMetadata = tabMetadata("Settings");

/** `?edit=1` begins to edit, `?edit=region:eu` with that value chosen; `?row=C` opens the filter at that row. */
export default async function SettingsPage(props: {
  readonly params: SyncParams;
  readonly searchParams: Promise<Readonly<Record<"edit" | "row", string | string[] | undefined>>>;
}) {
  const { ctx, sync, definition } = await syncPage(props.params);
  const { edit, row } = await props.searchParams;
  const inbox = await reportInbox(ctx, { id: sync.id });
  return (
    <>
      <SettingsTab
        sync={sync}
        definition={definition}
        {...SETTINGS_VERBS}
        startsEditing={edit !== undefined}
        opensRows={row !== undefined}
        preset={presetOf(definition, edit)}
      >
        <SettingsView
          sync={sync}
          definition={definition}
          preview={SETTINGS_VERBS.preview}
          row={firstOf(row)}
        />
      </SettingsTab>
      {inbox && <ReportsCard destination={definition.displayName} inbox={inbox} />}
    </>
  );
}
