import type { Context } from "@/lib/admin/verb/context";
import { CONNECTORS } from "@/lib/engine/connectors/registry";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { ulidTime } from "@/lib/kernel/ulid";
import { HEAD_COLUMNS, type RawRow, toRow } from "./event-row";

/** Events of one millisecond that are looked through. */
const SAME_TIME_MAX = 1_000;

/** The places of the events that a destination knows by this id: a digest that begins with the event's time. */
export async function offsetsOfUlid(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  ulid: string,
): Promise<readonly Offset[]> {
  const time = ulidTime(ulid);
  if (time === null) return [];
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT ${HEAD_COLUMNS} FROM events WHERE project_id = ${projectId} AND event_time = ${new Date(time)}
    ORDER BY "offset" DESC LIMIT ${SAME_TIME_MAX}`;
  const wanted = ulid.toUpperCase();
  return rows
    .map((row) => new EventHead(projectId, toRow<HeadRow>(row)))
    .filter((head) =>
      CONNECTORS.some((connector) => connector.eventId(head)?.toUpperCase() === wanted),
    )
    .map(({ offset }) => offset);
}
