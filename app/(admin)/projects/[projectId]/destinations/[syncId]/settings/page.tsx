import {
  loadSyncAction,
  saveSyncAction,
  testConnectionAction,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/actions";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { toNames } from "@/components/sync/names";
import { SettingsTab } from "@/components/sync/settings/settings-tab";
import { listEventTypes } from "@/lib/projects/list-event-types";
import { listProperties } from "@/lib/projects/list-properties";

export const generateMetadata = tabMetadata("Settings");

export default async function SettingsPage({ params }: { readonly params: SyncParams }) {
  const { ctx, project, sync } = await syncPage(params);
  const [eventTypes, properties] = await Promise.all([
    listEventTypes(ctx, { projectId: project.id }),
    listProperties(ctx, { projectId: project.id, limit: 10_000 }),
  ]);
  return (
    <SettingsTab
      sync={sync}
      names={toNames(eventTypes, properties)}
      save={saveSyncAction}
      load={loadSyncAction}
      test={testConnectionAction}
    />
  );
}
