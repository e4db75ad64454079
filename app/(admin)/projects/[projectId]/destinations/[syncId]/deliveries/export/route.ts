import { toDeliveryFilter, toSort, toView } from "@/components/sync/deliveries/delivery-filter";
import { noteExport } from "@/lib/admin/audit/note-export";
import { parseInput, projectIdSchema, syncIdSchema } from "@/lib/admin/verb/guards";
import { deliveriesExport, EXPORT_FORMATS, EXPORT_TYPES } from "@/lib/web/deliveries-export";
import { sessionRoute, streamed } from "@/lib/web/session-route";

/** What matches the filters of the page, as `?format=csv` or `ndjson`. */
export const GET = sessionRoute<{ readonly projectId: string; readonly syncId: string }>(
  async (ctx, { searchParams }, params) => {
    const read = (name: string) => searchParams.get(name) ?? undefined;
    const projectId = parseInput(projectIdSchema, params.projectId);
    const syncId = parseInput(syncIdSchema, params.syncId);
    const view = toView(read);
    const format = EXPORT_FORMATS.find((each) => each === read("format")) ?? "csv";
    const sort = toSort(read, view === "waiting" ? "oldest" : "newest");
    const input = { ...toDeliveryFilter(read), syncId, projectId, sort };
    await noteExport(ctx, { projectId, syncId, view, format });
    return streamed(deliveriesExport(ctx, view, format, input), {
      "content-type": EXPORT_TYPES[format],
      "content-disposition": `attachment; filename="${view}-${syncId}.${format}"`,
    });
  },
);
