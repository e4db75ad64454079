import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { DeliveriesTab } from "@/components/sync/deliveries/deliveries-tab";
import {
  changeManyAction,
  countMatchingAction,
  getDeliveryAction,
  getEventOfSyncAction,
  loadEventNamesAction,
  redeliverAction,
} from "./actions";
import { readListing } from "./read-listing";

export const generateMetadata = tabMetadata("Deliveries");

export default async function DeliveriesPage(props: {
  readonly params: SyncParams;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { ctx, project, sync, definition } = await syncPage(props.params);
  const query = await props.searchParams;
  const listing = await readListing(ctx, sync.id, (name) => [query[name]].flat()[0]);
  return (
    <DeliveriesTab
      listing={listing}
      destination={definition.displayName}
      loadEvents={loadEventNamesAction}
      sync={{ id: sync.id, projectId: project.id, enabled: sync.enabled }}
      ask={getDeliveryAction}
      askEvent={getEventOfSyncAction}
      redeliver={redeliverAction}
      change={changeManyAction}
      count={countMatchingAction}
    />
  );
}
