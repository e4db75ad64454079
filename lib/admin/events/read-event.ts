import type { Context } from "@/lib/admin/verb/context";
import type { Event, WholeEvent } from "@/lib/engine/pipeline/source/event";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import {
  type PersonStates,
  type RunQuery,
  readPersonStates,
} from "@/lib/engine/store/event-log/person-states";
import {
  bytesBefore,
  type EventRow,
  isLookedUp,
  refOf,
  StoredEvent,
  storedObject,
} from "@/lib/engine/store/event-log/stored-event";
import type { ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { EVENT_COLUMNS, type RawRow, toRow } from "./event-row";

/** One event of the log, or null when the log does not hold it (any more). */
export async function readEvent(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  offset: number,
): Promise<WholeEvent | null> {
  return (await readEvents(ctx, projectId, [offset]))[0] ?? null;
}

/** The events at these offsets that the log has, in no order. */
export async function readEvents(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  offsets: readonly number[],
): Promise<readonly WholeEvent[]> {
  if (offsets.length === 0) return [];
  const rows = await ctx.db.$queryRaw<RawRow<EventRow>[]>`
    SELECT ${EVENT_COLUMNS} FROM events
    WHERE project_id = ${projectId} AND "offset" = ANY(${offsets.map(BigInt)})`;
  return withPeople(ctx, projectId, rows.map(toRow<EventRow>));
}

/** The newest events of a project, newest first. */
export async function readNewestEvents(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  limit: number,
): Promise<readonly WholeEvent[]> {
  const rows = await ctx.db.$queryRaw<RawRow<EventRow>[]>`
    SELECT ${EVENT_COLUMNS} FROM events WHERE project_id = ${projectId}
    ORDER BY "offset" DESC LIMIT ${limit}`;
  return withPeople(ctx, projectId, rows.map(toRow<EventRow>));
}

/** What is read of a page at most, but for one event. */
const PAGE_BYTES_MAX = 8 * 1_048_576;

/** The newest of the events before an offset, newest first, with these properties of their people. */
export async function readEventsBefore(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  { before, limit }: { readonly before: number; readonly limit: number },
  names: ReadonlySet<string>,
): Promise<readonly Event[]> {
  const rows = await ctx.db.$queryRaw<RawRow<EventRow>[]>`
    SELECT ${EVENT_COLUMNS} FROM (
      SELECT events.*, ${Prisma.raw(bytesBefore("events", "DESC"))} AS bytes_before FROM events
      WHERE project_id = ${projectId} AND "offset" < ${before} ORDER BY "offset" DESC LIMIT ${limit}
    ) AS e WHERE bytes_before <= ${PAGE_BYTES_MAX} ORDER BY "offset" DESC`;
  const stored = rows.map(toRow<EventRow>);
  const states = await readStates(ctx, projectId, stored, names);
  const people = {
    property: (row: EventRow, name: string) => states.propertyAt(refOf(row), name),
  };
  return stored.map((row) => new StoredEvent(projectId, row, people));
}

async function withPeople(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  rows: readonly EventRow[],
): Promise<readonly WholeEvent[]> {
  const states = await readStates(ctx, projectId, rows, null);
  return rows.map((row) => {
    const { user_properties: own } = row;
    const userProperties = own === null ? states.allAt(refOf(row)) : storedObject(own);
    const people = { property: (_: EventRow, name: string) => ownProperty(userProperties, name) };
    return Object.assign(new StoredEvent(projectId, row, people), { userProperties });
  });
}

function readStates(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  rows: readonly EventRow[],
  names: ReadonlySet<string> | null,
): Promise<PersonStates> {
  // The text is a constant of ours; what is asked for goes in as values.
  const query: RunQuery = (text, values) => ctx.db.$queryRawUnsafe(text, ...values);
  return readPersonStates(query, projectId, rows.filter(isLookedUp).map(refOf), names);
}
