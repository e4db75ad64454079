import { offsetsOfUlid } from "@/lib/admin/events/offsets-of-ulid";
import { readEvent } from "@/lib/admin/events/read-event";
import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Prisma } from "@/lib/platform/postgres/generated/client";
import { type ReportView, toReportView } from "./report-view";

/** Reports of a project, newest first, each with the event that it names where the log has it. */
export async function reportsWhere(
  ctx: Context,
  projectId: ProjectId,
  where: Prisma.ReportWhereInput,
  limit: number,
): Promise<readonly ReportView[]> {
  const rows = await ctx.db.report.findMany({
    where: { ...where, projectId },
    include: { sync: { select: { name: true, partner: true } } },
    orderBy: [{ happenedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  const refs = new Set(rows.map(({ eventRef }) => eventRef).filter((ref) => ref !== null));
  const events = new Map<string, ReportView["event"]>();
  for (const ref of refs) events.set(ref, await eventOf(ctx, projectId, ref));
  return rows.flatMap((row) => {
    const view = toReportView(
      row,
      row.eventRef === null ? null : (events.get(row.eventRef) ?? null),
    );
    return view === null ? [] : [view];
  });
}

/** The event that went out under this id; null for an id that is none of ours. */
async function eventOf(
  ctx: Context,
  projectId: ProjectId,
  ref: string,
): Promise<ReportView["event"]> {
  const [offset] = await offsetsOfUlid(ctx, projectId, ref);
  if (offset === undefined) return null;
  const event = await readEvent(ctx, projectId, offset);
  return event === null
    ? null
    : { offset: event.offset, uuid: event.uuid, eventType: event.eventType };
}
