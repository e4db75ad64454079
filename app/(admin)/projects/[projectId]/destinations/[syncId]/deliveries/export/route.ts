import { toDeliveryFilter, toSort, toView } from "@/components/sync/deliveries/delivery-filter";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { parseInput, projectIdSchema, syncIdSchema } from "@/lib/admin/verb/guards";
import { deliveriesExport, EXPORT_FORMATS, EXPORT_TYPES } from "@/lib/web/deliveries-export";
import { sessionRoute, streamed } from "@/lib/web/session-route";

/** What matches the filters of the page, as `?format=csv` or `ndjson`. */
export const GET = sessionRoute<{ readonly projectId: string; readonly syncId: string }>(
  async (ctx, { searchParams }, params) => {
    const read = (name: string) => searchParams.get(name) ?? undefined;
    const projectId = parseInput(projectIdSchema, params.projectId);
    const { id: syncId } = await requireSync(
      ctx,
      parseInput(syncIdSchema, params.syncId),
      projectId,
    );
    const view = toView(read);
    const format = EXPORT_FORMATS.find((each) => each === read("format")) ?? "csv";
    const sort = toSort(read, view === "waiting" ? "oldest" : "newest");
    const input = { ...toDeliveryFilter(read), syncId, projectId, sort };
    return streamed(deliveriesExport(ctx, view, format, input), {
      "content-type": EXPORT_TYPES[format],
      "content-disposition": `attachment; filename="${view}-${syncId}.${format}"`,
    });
  },
);
