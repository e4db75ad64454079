import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";

/**
 * The first place of the log received at that time or later; behind the last one when there is none. Offsets are
 * dense, so halving finds it in some twenty probes; what the log gave up counts as earlier.
 */
export async function offsetAt(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  time: Date,
  lastOffset: number,
): Promise<number> {
  let low = 1;
  let high = lastOffset + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await ctx.db.$queryRaw<{ readonly later: boolean }[]>`
      SELECT received_at >= ${time} AS later FROM events
      WHERE project_id = ${projectId} AND "offset" = ${middle}`;
    if (row?.later === true) high = middle;
    else low = middle + 1;
  }
  return low;
}
