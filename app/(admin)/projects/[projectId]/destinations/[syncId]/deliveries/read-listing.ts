import type { Listing } from "@/components/sync/deliveries/deliveries-tab";
import { toDeliveryFilter, toSort, toView } from "@/components/sync/deliveries/delivery-filter";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { listFiltered } from "@/lib/admin/events/list-filtered";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import type { Context } from "@/lib/admin/verb/context";

/** The page of deliveries that an address asks for. */
export async function readListing(
  ctx: Context,
  syncId: number,
  read: (param: string) => string | undefined,
): Promise<Listing> {
  const view = toView(read);
  const target = { ...toDeliveryFilter(read), syncId, cursor: read("cursor") || undefined };
  switch (view) {
    case "settled": {
      const sort = toSort(read, "newest");
      return { view, sort, ...(await listDeliveries(ctx, { ...target, sort })) };
    }
    case "waiting": {
      const sort = toSort(read, "oldest");
      return { view, sort, lookedTo: null, ...(await listWaiting(ctx, { ...target, sort })) };
    }
    case "filtered":
      return { view, sort: null, ...(await listFiltered(ctx, target)) };
  }
}
