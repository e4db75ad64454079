import type { Metadata } from "next";
import {
  type SyncParams,
  syncPage,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { HistoryList } from "@/components/sync/history/history-list";
import { listSyncVersions } from "@/lib/syncs/list-sync-versions";

export async function generateMetadata({ params }: { params: SyncParams }): Promise<Metadata> {
  return { title: `History · ${(await syncPage(params)).sync.name}` };
}

export default async function HistoryPage({ params }: { readonly params: SyncParams }) {
  const { ctx, sync } = await syncPage(params);
  return <HistoryList versions={await listSyncVersions(ctx, { id: sync.id })} />;
}
