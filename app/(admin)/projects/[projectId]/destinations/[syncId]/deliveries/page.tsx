import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { DeliveriesTab } from "@/components/sync/deliveries/deliveries-tab";
import { toDeliveryFilter } from "@/components/sync/deliveries/delivery-filter";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { orNotFound } from "@/lib/web/or-not-found";
import { getDeliveryAction, loadEventNamesAction, redeliverAction } from "./actions";

export const generateMetadata = tabMetadata("Deliveries");

export default async function DeliveriesPage(props: {
  readonly params: SyncParams;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { ctx, project, sync, definition } = await syncPage(props.params);
  const query = await props.searchParams;
  const read = (name: string) => [query[name]].flat()[0];
  const filter = toDeliveryFilter(read, ctx.clock.now());
  const page = await orNotFound(
    listDeliveries(ctx, { ...filter, syncId: sync.id, cursor: read("cursor") }),
  );
  return (
    <DeliveriesTab
      page={page}
      destination={definition.displayName}
      loadEvents={loadEventNamesAction}
      sync={{ id: sync.id, projectId: project.id, enabled: sync.enabled }}
      ask={getDeliveryAction}
      redeliver={redeliverAction}
    />
  );
}
