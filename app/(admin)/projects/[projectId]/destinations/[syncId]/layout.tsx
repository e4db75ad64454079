import type { ReactNode } from "react";
import { SyncHeader } from "@/components/sync/header/sync-header";
import { SyncTabs } from "@/components/sync/header/sync-tabs";
import { TroubleCallout } from "@/components/sync/header/trouble-callout";
import { syncStatus } from "@/lib/admin/syncs/sync-status";
import { deleteSyncAction, duplicateSyncAction, saveSyncAction, tryNowAction } from "./actions";
import { type SyncParams, syncPage } from "./sync-page";

export default async function SyncLayout({
  params,
  children,
}: {
  readonly params: SyncParams;
  readonly children: ReactNode;
}) {
  const { ctx, project, sync, definition } = await syncPage(params);
  const status = await syncStatus(ctx, { id: sync.id });
  return (
    <>
      <SyncHeader
        sync={sync}
        definition={definition}
        status={status}
        save={saveSyncAction}
        duplicate={duplicateSyncAction}
        remove={deleteSyncAction}
      />
      <TroubleCallout sync={sync} definition={definition} status={status} tryNow={tryNowAction} />
      <SyncTabs
        base={`/projects/${project.id}/destinations/${sync.id}`}
        maps={definition.mappings.length > 0}
      />
      {children}
    </>
  );
}
