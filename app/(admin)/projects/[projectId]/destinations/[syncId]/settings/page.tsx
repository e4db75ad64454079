import {
  backlogAction,
  loadSyncAction,
  saveSyncAction,
  testConnectionAction,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/actions";
import { loadNamesAction } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/settings/actions";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { SettingsTab } from "@/components/sync/settings/settings-tab";
import { SettingsView } from "@/components/sync/settings/settings-view";
import { REGIONS } from "@/lib/destinations/customerio/settings";

export const generateMetadata = tabMetadata("Settings");

/** `?edit=1` begins to edit, `?edit=eu` with that region chosen. */
export default async function SettingsPage(props: {
  readonly params: SyncParams;
  readonly searchParams: Promise<{ readonly edit?: string | string[] }>;
}) {
  const { sync } = await syncPage(props.params);
  const { edit } = await props.searchParams;
  return (
    <SettingsTab
      sync={sync}
      save={saveSyncAction}
      load={loadSyncAction}
      test={testConnectionAction}
      askBacklog={backlogAction}
      loadNames={loadNamesAction}
      startsEditing={edit !== undefined}
      switchTo={REGIONS.find((region) => region === edit)}
    >
      <SettingsView sync={sync} />
    </SettingsTab>
  );
}
