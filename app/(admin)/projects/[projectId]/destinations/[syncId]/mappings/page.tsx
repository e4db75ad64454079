import {
  loadSyncAction,
  saveSyncAction,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/actions";
import {
  coverageAction,
  loadUserPropertiesAction,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/mappings/actions";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { MappingsTab } from "@/components/sync/mappings/mappings-tab";
import { MappingsView } from "@/components/sync/mappings/mappings-view";
import { configSchema } from "@/lib/destinations/customerio/settings";

export const generateMetadata = tabMetadata("Mappings");

export default async function MappingsPage({ params }: { readonly params: SyncParams }) {
  const { sync } = await syncPage(params);
  const identifierType = configSchema.shape.identifier_type.parse(sync.config["identifier_type"]);
  return (
    <MappingsTab
      sync={sync}
      identifierType={identifierType}
      coverage={coverageAction}
      save={saveSyncAction}
      load={loadSyncAction}
      loadUserProperties={loadUserPropertiesAction}
    >
      <MappingsView sync={sync} identifierType={identifierType} coverage={coverageAction} />
    </MappingsTab>
  );
}
