import type { Listing } from "@/components/sync/deliveries/deliveries-tab";
import { toDeliveryFilter, toSort, toView } from "@/components/sync/deliveries/delivery-filter";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { listFiltered } from "@/lib/admin/events/list-filtered";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import type { Context } from "@/lib/admin/verb/context";
import { orRefused } from "@/lib/web/or-refused";

const NOTHING = { items: [], nextCursor: null, lookedTo: null };

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
      return {
        view,
        sort,
        ...(await orRefused(listDeliveries(ctx, { ...target, sort }), NOTHING)),
      };
    }
    case "waiting": {
      const sort = toSort(read, "oldest");
      const page = await orRefused(listWaiting(ctx, { ...target, sort }), NOTHING);
      return { view, sort, lookedTo: null, ...page };
    }
    case "filtered":
      return { view, sort: null, ...(await orRefused(listFiltered(ctx, target), NOTHING)) };
  }
}
