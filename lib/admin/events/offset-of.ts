import type { Context } from "@/lib/admin/verb/context";
import type { Offset, ProjectId } from "@/lib/kernel/brand";

/** The place in the log of the event with this UUID; null when the log has none. */
export async function offsetOf(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  uuid: string,
): Promise<Offset | null> {
  const [row] = await ctx.db.$queryRaw<{ readonly offset: bigint }[]>`
    SELECT "offset" FROM events WHERE project_id = ${projectId} AND uuid = ${uuid}::uuid LIMIT 1`;
  return row === undefined ? null : (Number(row.offset) as Offset);
}
