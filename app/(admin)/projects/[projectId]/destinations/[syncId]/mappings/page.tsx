import { notFound } from "next/navigation";
import { EDITING_VERBS } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/editing-verbs";
import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { MappingsTab } from "@/components/sync/mappings/mappings-tab";
import { MappingsView } from "@/components/sync/mappings/mappings-view";
import { coverageAction, loadUserPropertiesAction } from "./actions";

export const generateMetadata = tabMetadata("Mappings");

export default async function MappingsPage({ params }: { readonly params: SyncParams }) {
  const { sync, definition } = await syncPage(params);
  if (definition.mappings.length === 0) notFound();
  return (
    <MappingsTab
      sync={sync}
      definition={definition}
      coverage={coverageAction}
      {...EDITING_VERBS}
      loadUserProperties={loadUserPropertiesAction}
    >
      <MappingsView
        sync={sync}
        definition={definition}
        coverage={coverageAction}
        preview={EDITING_VERBS.preview}
      />
    </MappingsTab>
  );
}
