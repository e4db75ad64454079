import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { readEventsBefore } from "@/lib/admin/events/read-event";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { stateOf } from "@/lib/admin/syncs/save/planned-update";
import { type KnownSync, toListedSync } from "@/lib/admin/syncs/sync-row";
import type { VersionState } from "@/lib/admin/syncs/version-state";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { accountOf, openSync, type RunnableSync } from "@/lib/engine/connectors/open-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { DiscardReason } from "@/lib/engine/pipeline/record/outcome";
import { breather } from "@/lib/platform/breather";
import { draftedState } from "./drafted-state";
import { type ImpactExample, ImpactTally, type SentPerson } from "./impact-tally";

/** What Save looks at; a second of work at most (npm run bench -- --only=impact). */
const EVENTS = 10_000;
/** Whoever asks waits for the answer: ten seconds. */
export const IMPACT_EVENTS_MAX = 100_000;
const PAGE_EVENTS = 1_000;

export const draftImpactInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** The changes that are not saved. */
  draft: syncPatchSchema,
  /** The newest of the project's log. */
  events: z.coerce.number().int().min(1).max(IMPACT_EVENTS_MAX).default(EVENTS),
});

/** What recent events would have become, had the draft been saved; each number counts events, but for the people. */
export interface Impact {
  /** Looked at, group updates included. */
  readonly read: number;
  /** When the oldest and the newest of them came; null when there are none. */
  readonly since: Date | null;
  readonly until: Date | null;
  readonly sentBefore: number;
  readonly sentAfter: number;
  readonly newlySent: number;
  /** Discarded ones among them. */
  readonly noLongerSent: number;
  readonly payloadChanged: number;
  /** By reason; also those that were filtered before. */
  readonly newlyDiscarded: Readonly<Partial<Record<DiscardReason, number>>>;
  /** To whom, as far as the delivery log says, nothing was sent in the draft's account yet. */
  readonly newPeople: number;
  readonly examples: readonly ImpactExample[];
}

/**
 * What a draft would change, over the newest events. Plans each of them twice, as saved and as drafted; sends nothing.
 * The switch counts when the draft turns it: else both are looked at as if the sync were enabled.
 */
export async function draftImpact(
  ctx: Context,
  rawInput: z.input<typeof draftImpactInput>,
): Promise<Impact> {
  requireScope(ctx, "destinations:read");
  // Its examples are events.
  requireScope(ctx, "events:read");
  const { id, projectId, draft, events } = parseInput(draftImpactInput, rawInput);
  const sync = await requireSync(ctx, id, projectId);
  const saved = stateOf(sync);
  const drafted = draftedState(sync, draft).state;
  const isTurned = draft.enabled !== undefined && draft.enabled !== saved.enabled;
  const before = isTurned && !saved.enabled ? null : runnable(ctx, sync, saved);
  const after = isTurned && saved.enabled ? null : runnable(ctx, sync, drafted);
  const tally = new ImpactTally(before, after, anyCaseKinds(sync.partner));
  const span = await tallyNewest(ctx, sync, events, tally, [before, after]);
  const workspace = accountOf(sync.partner, drafted.config).workspace;
  const isSameAccount = workspace === accountOf(sync.partner, saved.config).workspace;
  const { read, sentBefore, sentAfter, newlySent, noLongerSent, payloadChanged } = tally;
  return {
    ...{ read, ...span, sentBefore, sentAfter, newlySent, noLongerSent, payloadChanged },
    newlyDiscarded: tally.newlyDiscarded,
    newPeople: await countUnsent(ctx, sync, workspace, tally.peopleAfter(isSameAccount)),
    examples: shown(ctx, sync.projectId, tally.examples),
  };
}

const runnable = (ctx: Context, { partner }: KnownSync, state: VersionState): RunnableSync =>
  openSync({ partner, ...state, secrets: {} }, ctx);

const anyCaseKinds = (partner: string): readonly string[] =>
  connectorOf(partner).definition.identifierKinds.flatMap(({ kind, anyCase }) =>
    anyCase ? [kind] : [],
  );

/** Gives the event loop back in between: the same process takes events in. */
async function tallyNewest(
  ctx: Context,
  { projectId }: KnownSync,
  events: number,
  tally: ImpactTally,
  sides: readonly (RunnableSync | null)[],
): Promise<Pick<Impact, "since" | "until">> {
  const names = new Set(sides.flatMap((side) => side?.planner.userPropertiesRead ?? []));
  let before = Number.MAX_SAFE_INTEGER;
  let newest: number | null = null;
  let oldest: number | null = null;
  while (tally.read < events) {
    const limit = Math.min(PAGE_EVENTS, events - tally.read);
    const page = await readEventsBefore(ctx, projectId, { before, limit }, names);
    if (page.length === 0) break;
    for (const event of page) {
      const pause = breather.breathe();
      if (pause !== null) await pause;
      tally.add(event);
      newest ??= event.receivedMs;
      oldest = event.receivedMs;
      before = event.offset;
    }
  }
  return { since: toDate(oldest), until: toDate(newest) };
}

const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));

/** How many of them no sync of the project has ever delivered to in this account, as far as deliveries are kept. */
async function countUnsent(
  ctx: Context,
  { partner, projectId }: KnownSync,
  workspace: string,
  people: readonly SentPerson[],
): Promise<number> {
  if (people.length === 0) return 0;
  const rows = await ctx.db.sync.findMany({ where: { projectId, partner } });
  const syncs = rows
    .map(toListedSync)
    .filter((each) => !each.unreadable && accountOf(partner, each.config).workspace === workspace)
    .map(({ id }) => id);
  const pairs = people.flatMap(({ identifier, personIds }, index) =>
    [...personIds].map((personId) => ({ index, personId, ...identifier })),
  );
  const [counted] = await runStatement<{ readonly unsent: number }>(ctx.db, {
    text: `SELECT count(*)::int AS unsent FROM (
             SELECT FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[]) AS x(n, person_id, kind, value)
             GROUP BY x.n HAVING NOT bool_or(EXISTS (
               SELECT FROM deliveries d
               WHERE d.person_id = x.person_id AND d.sync_id = ANY($5::int[]) AND d.outcome = 'delivered'
                 AND d.identifier_kind = x.kind
                 AND (d.identifier = x.value OR x.kind = ANY($6::text[]) AND lower(d.identifier) = lower(x.value))
             ))
           ) AS person`,
    values: [
      pairs.map(({ index }) => index),
      pairs.map(({ personId }) => personId),
      pairs.map(({ kind }) => kind),
      pairs.map(({ value }) => value),
      syncs,
      anyCaseKinds(partner),
    ],
  });
  return counted?.unsent ?? 0;
}
