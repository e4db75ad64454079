import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { tooManyPeople } from "@/lib/admin/people/people-filtered";
import { peopleNamed } from "@/lib/admin/people/people-named";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { shardsOf } from "@/lib/engine/pipeline/log/shard";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "./event-row";
import type { EventSummary } from "./event-view";
import { offsetsOfUlid } from "./offsets-of-ulid";

/** Shown to choose from. */
const FOUND_MAX = 20;
/** An insert_id has no index of its own: it is looked for among so many of the newest events. */
const SCAN_EVENTS_MAX = 50_000;
/** Around the time that is given, an event is looked for so far away: a clock, a zone, a memory may be wrong. */
const AROUND_MS = 86_400_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const findEventsInput = z.object({
  projectId: projectIdSchema,
  /** Offset, UUID, the id that a destination knows it by, or insert_id … */
  event: z.string().trim().min(1).max(1024).optional(),
  /** … or whatever names a person, and the event's name and time as far as they are known. */
  person: z.string().trim().min(1).max(1024).optional(),
  name: z.string().min(1).max(1024).optional(),
  time: timeSchema.optional(),
});

export interface FoundEvents {
  /** With a time the nearest first, else the newest first. */
  readonly events: readonly EventSummary[];
  /** What was looked for, and where, when nothing was found; null otherwise. */
  readonly why: string | null;
}

/** The events that are meant: by one of their ids, or by who did what when. */
export async function findEvents(
  ctx: Context,
  rawInput: z.input<typeof findEventsInput>,
): Promise<FoundEvents> {
  requirePerson(ctx, "people:read");
  const { projectId, event, ...about } = parseInput(findEventsInput, rawInput);
  requireIn(ctx, "people:read", projectId);
  const { lastOffset } = await getProject(ctx, { projectId });
  if (event !== undefined)
    return shown(ctx, projectId, await byId(ctx, projectId, event, lastOffset));
  if (about.person === undefined) return { events: [], why: null };
  const found = await byPerson(ctx, projectId, { ...about, person: about.person });
  return shown(ctx, projectId, found);
}

async function byId(
  ctx: Context,
  projectId: ProjectId,
  text: string,
  lastOffset: number,
): Promise<FoundEvents> {
  const isOffset = /^[1-9]\d{0,15}$/.test(text) && Number(text) <= lastOffset;
  const lookups: readonly Prisma.Sql[] = [
    ...(isOffset ? [Prisma.sql`"offset" = ${BigInt(text)}`] : []),
    ...(UUID.test(text) ? [Prisma.sql`uuid = ${text}::uuid`] : []),
    Prisma.sql`insert_id = ${text} AND "offset" > ${lastOffset - SCAN_EVENTS_MAX}`,
  ];
  for (const where of lookups) {
    const events = await select(ctx, projectId, where);
    if (events.length > 0) return { events: events.map(toEventSummary), why: null };
  }
  const byUlid = await offsetsOfUlid(ctx, projectId, text);
  if (byUlid.length > 0) {
    const events = await select(ctx, projectId, Prisma.sql`"offset" = ANY(${byUlid.map(BigInt)})`);
    return { events: events.map(toEventSummary), why: null };
  }
  const why = `The log has no event “${text}”. It was looked for as offset, as event ID and as ULID in the whole log, and as insert ID among its last ${SCAN_EVENTS_MAX.toLocaleString("en")} events.`;
  return { events: [], why };
}

interface About {
  readonly person: string;
  readonly name?: string | undefined;
  readonly time?: Date | undefined;
}

async function byPerson(
  ctx: Context,
  projectId: ProjectId,
  { person, name, time }: About,
): Promise<FoundEvents> {
  const { ids, more } = await peopleNamed(ctx.db, projectId, person);
  if (more) return { events: [], why: tooManyPeople(person) };
  if (ids.length === 0)
    return { events: [], why: `Nobody in this project is known by “${person}”.` };
  const what = [
    ofPeople(ids),
    ...(name === undefined ? [] : [Prisma.sql`event_type = ${name}`]),
    ...(time === undefined ? [] : [around(time)]),
  ];
  const heads = await select(ctx, projectId, Prisma.join(what, " AND "), FOUND_MAX, time);
  if (heads.length > 0) return { events: heads.map(toEventSummary), why: null };
  const event = name === undefined ? "no event" : `no event “${name}”`;
  const when = time === undefined ? "" : " within a day of that time";
  return { events: [], why: `The log has ${event} of “${person}”${when}.` };
}

/** The shards narrow it down to where an index leads. */
const ofPeople = (ids: readonly PersonId[]): Prisma.Sql =>
  Prisma.sql`shard = ANY(${[...shardsOf(ids)]}::smallint[])
    AND person_id = ANY(${ids.map(BigInt)})`;

const around = (time: Date): Prisma.Sql =>
  Prisma.sql`event_time BETWEEN ${new Date(time.getTime() - AROUND_MS)} AND ${new Date(time.getTime() + AROUND_MS)}`;

async function select(
  ctx: Context,
  projectId: ProjectId,
  where: Prisma.Sql,
  limit = FOUND_MAX,
  nearest?: Date,
): Promise<readonly EventHead[]> {
  const order =
    nearest === undefined
      ? Prisma.sql`"offset" DESC`
      : Prisma.sql`abs(extract(epoch FROM event_time - ${nearest}::timestamptz)), "offset" DESC`;
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT ${HEAD_COLUMNS} FROM events WHERE project_id = ${projectId} AND ${where}
    ORDER BY ${order} LIMIT ${limit}`;
  return rows.map((row) => new EventHead(projectId, toRow<HeadRow>(row)));
}
