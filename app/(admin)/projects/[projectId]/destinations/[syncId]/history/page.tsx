import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { HistoryList } from "@/components/sync/history/history-list";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import { planRestoreAction, restoreSyncAction } from "./actions";

export const generateMetadata = tabMetadata("History");

export default async function HistoryPage({ params }: { readonly params: SyncParams }) {
  const { ctx, sync, definition } = await syncPage(params);
  return (
    <HistoryList
      definition={definition}
      versions={await listSyncVersions(ctx, { id: sync.id })}
      sync={{ id: sync.id, projectId: sync.projectId, version: sync.version }}
      plan={planRestoreAction}
      restore={restoreSyncAction}
    />
  );
}
