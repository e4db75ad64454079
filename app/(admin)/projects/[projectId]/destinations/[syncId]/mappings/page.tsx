import {
  loadSyncAction,
  saveSyncAction,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/actions";
import { coverageAction } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/mappings/actions";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { MappingsTab } from "@/components/sync/mappings/mappings-tab";
import { toNames } from "@/components/sync/names";
import { listProperties } from "@/lib/projects/list-properties";

export const generateMetadata = tabMetadata("Mappings");

export default async function MappingsPage({ params }: { readonly params: SyncParams }) {
  const { ctx, project, sync } = await syncPage(params);
  const properties = await listProperties(ctx, { projectId: project.id, scope: "user" });
  return (
    <MappingsTab
      sync={sync}
      userProperties={toNames([], properties).userProperties}
      save={saveSyncAction}
      load={loadSyncAction}
      coverage={coverageAction}
    />
  );
}
