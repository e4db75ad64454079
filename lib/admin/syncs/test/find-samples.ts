import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { toEventSummary } from "@/lib/admin/events/event-row";
import type { EventSummary } from "@/lib/admin/events/event-view";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { readEvents, readEventsBefore } from "@/lib/admin/events/read-event";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { openSync, type RunnableSync } from "@/lib/engine/connectors/open-sync";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { breather } from "@/lib/platform/breather";
import { draftedState } from "./drafted-state";

/** Shown to choose from. */
const SAMPLES_MAX = 10;
/** Looked through for events that the draft would send. */
const LOOKED_MAX = 10_000;
const PAGE_EVENTS = 1_000;
/** Of one person, as many as a page of recent events has. */
const OF_PERSON_MAX = 200;

/** What kind of event to try settings on. */
export const SAMPLE_KINDS = ["newest", "matching", "discarded"] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export const findSamplesInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** `matching`: the draft would send it; `discarded`: the sync has discarded it. */
  kind: z.enum(SAMPLE_KINDS),
  /** Whatever names a person. */
  person: z.string().trim().max(1024).optional(),
  /** Of the event. */
  name: z.string().max(1024).optional(),
  draft: syncPatchSchema.default({}),
});

type About = Pick<z.output<typeof findSamplesInput>, "person" | "name">;

/** Recent events to try a sync's settings on, newest first; ten at most. */
export async function findSamples(
  ctx: Context,
  rawInput: z.input<typeof findSamplesInput>,
): Promise<readonly EventSummary[]> {
  requireScope(ctx, "destinations:read");
  requireScope(ctx, "events:read");
  const { id, projectId, kind, draft, ...given } = parseInput(findSamplesInput, rawInput);
  const sync = await requireSync(ctx, id, projectId);
  const about = { person: given.person || undefined, name: given.name || undefined };
  const { state } = draftedState(sync, draft);
  const found = {
    newest: () => newest(ctx, sync, about, SAMPLES_MAX),
    discarded: () => discarded(ctx, sync, about),
    matching: () =>
      matching(ctx, sync, about, openSync({ partner: sync.partner, ...state, secrets: {} }, ctx)),
  };
  return shown(ctx, sync.projectId, await found[kind]());
}

async function newest(ctx: Context, { projectId }: KnownSync, about: About, limit: number) {
  const { person: user, name: eventType } = about;
  return (await recentEvents(ctx, { projectId, user, eventType, limit })).items;
}

/** Those that the log still has. */
async function discarded(ctx: Context, sync: KnownSync, { person, name }: About) {
  const { items } = await listDeliveries(ctx, {
    syncId: sync.id,
    outcome: "discarded",
    user: person,
    eventType: name,
    limit: SAMPLES_MAX,
  });
  const offsets = [...new Set(items.map(({ offset }) => offset))];
  const events = await readEvents(ctx, sync.projectId, offsets);
  return events.map(toEventSummary).sort((one, other) => other.offset - one.offset);
}

async function matching(
  ctx: Context,
  sync: KnownSync,
  about: About,
  { planner, destination }: RunnableSync,
): Promise<readonly EventSummary[]> {
  const found: EventSummary[] = [];
  const isSent = (event: Event) => prepare(event, planner, destination).kind === "ready";
  for await (const event of candidates(ctx, sync, about, new Set(planner.userPropertiesRead))) {
    const pause = breather.breathe();
    if (pause !== null) await pause;
    if (event.eventType !== (about.name ?? event.eventType) || !isSent(event)) continue;
    found.push(toEventSummary(event));
    if (found.length === SAMPLES_MAX) break;
  }
  return found;
}

/** Newest first. */
async function* candidates(
  ctx: Context,
  sync: KnownSync,
  about: About,
  names: ReadonlySet<string>,
): AsyncGenerator<Event> {
  const { projectId } = sync;
  if (about.person !== undefined) {
    const heads = await newest(ctx, sync, about, OF_PERSON_MAX);
    const offsets = heads.map(({ offset }) => offset);
    const events = await readEvents(ctx, projectId, offsets);
    yield* [...events].sort((one, other) => other.offset - one.offset);
    return;
  }
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < LOOKED_MAX; ) {
    const page = await readEventsBefore(ctx, projectId, { before, limit: PAGE_EVENTS }, names);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    looked += page.length;
    before = last.offset;
  }
}
