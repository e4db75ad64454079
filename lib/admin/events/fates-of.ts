import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import { versionState } from "@/lib/admin/syncs/version-state";
import type { Context } from "@/lib/admin/verb/context";
import { plannerFor } from "@/lib/engine/connectors/open-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import type { Planner } from "@/lib/engine/pipeline/transform/plan";
import { propertyReader } from "@/lib/engine/pipeline/transform/properties";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { breather } from "@/lib/platform/breather";
import type { Fate, FateClause } from "./fate";
import { type EventFacts, type FactEvent, type FactSync, readFacts } from "./fate-facts";
import { type FateVerdict, fateVerdict } from "./fate-verdict";
import { type FateVersions, readVersions } from "./fate-versions";
import { readEvents } from "./read-event";

/** One event and one sync. */
interface Pair {
  readonly sync: FactSync;
  readonly event: FactEvent;
  readonly facts: EventFacts;
  readonly verdict: FateVerdict;
}

/**
 * What every sync of the project did with these events, in the order of the syncs. An event that the log no longer has
 * is left out. A few statements for a page of events.
 */
export async function fatesOf(
  ctx: Context,
  projectId: ProjectId,
  events: readonly { readonly offset: Offset }[],
): Promise<ReadonlyMap<Offset, readonly Fate[]>> {
  const facts = await readFacts(
    ctx,
    projectId,
    events.map(({ offset }) => offset),
  );
  const pairs = facts.events.flatMap((event) =>
    facts.syncs.map((sync): Pair => {
      const own = facts.of(sync, event);
      return { sync, event, facts: own, verdict: fateVerdict(sync, event, own) };
    }),
  );
  const versions = await readVersions(
    ctx,
    pairs.flatMap(({ sync, verdict: { version, planTells } }) =>
      version === null ? [] : [{ syncId: sync.id, ref: version, state: planTells !== null }],
    ),
  );
  const asked = pairs.filter(({ verdict }) => verdict.planTells !== null);
  const offsets = [...new Set(asked.map(({ event }) => event.offset))];
  const whole = new Map(
    (await readEvents(ctx, projectId, offsets)).map((event) => [event.offset, event]),
  );
  const planners = new Planners(versions);
  const fates = new Map<Offset, Fate[]>(facts.events.map(({ offset }) => [offset, []]));
  for (const pair of pairs) {
    const pause = breather.breathe();
    if (pause !== null) await pause;
    const event = whole.get(pair.event.offset);
    fates.get(pair.event.offset)?.push(toFate(pair, versions, planners, event));
  }
  return fates;
}

function toFate(
  { sync, facts, verdict }: Pair,
  versions: FateVersions,
  planners: Planners,
  event: WholeEvent | undefined,
): Fate {
  const { displayName: destination } = connectorOf(sync.partner).definition;
  const version = verdict.version === null ? undefined : versions(sync.id, verdict.version);
  const told = tell(sync, verdict, planners, event);
  const { deliveries, parked } = facts;
  return {
    syncId: sync.id,
    syncName: sync.name,
    destination,
    row: null,
    clause: null,
    ...told,
    message: told.message ?? explainFate(told.status, told.reason, destination).means,
    version: version?.version ?? (typeof verdict.version === "number" ? verdict.version : null),
    versionAt: version?.savedAt ?? null,
    attemptCount:
      deliveries.reduce((sum, { attempts }) => sum + attempts, 0) + (parked?.requests ?? 0),
    requestIds: [
      ...deliveries.flatMap(({ requestIds }) => requestIds),
      ...(parked?.requestIds ?? []),
    ],
    nextAttemptAt: parked?.retryAt ?? null,
    behind: parked?.behind ?? null,
    deliveryIds: deliveries.map(({ id }) => id),
  };
}

type Told = Pick<FateVerdict, "status" | "reason" | "message"> &
  Partial<Pick<Fate, "row" | "clause">>;

/** The verdict with what the plan of its version adds: that the event was filtered, and by which clause. */
function tell(
  sync: FactSync,
  { status, reason, message, version, planTells }: FateVerdict,
  planners: Planners,
  event: WholeEvent | undefined,
): Told {
  const told = { status, reason, message };
  if (planTells === null || event === undefined || typeof version !== "number") return told;
  const under = planners.of(sync, version);
  const gone = { status: "no_longer_retained", message: null } as const;
  if (under === null) {
    return planTells === "clause" ? told : { ...gone, reason: "version_unreadable" };
  }
  const plan = under.planner.plan(event);
  if (plan.kind !== "filtered") {
    return planTells === "clause" ? told : { ...gone, reason: null };
  }
  const { failed } = plan;
  return {
    ...told,
    reason: plan.reason,
    row: failed === null ? null : rowLetter(failed.row),
    clause: failed === null ? null : clauseOf(under.settings, event, failed.row, failed.clause),
  };
}

function clauseOf(
  settings: Settings,
  event: WholeEvent,
  row: number,
  position: number,
): FateClause | null {
  const clause = settings.eventRows[row]?.where[position];
  return clause === undefined
    ? null
    : { ...clause, actual: propertyReader(clause.property)(event) };
}

/** The planners of the versions, each made once. */
class Planners {
  readonly #versions: FateVersions;
  readonly #made = new Map<
    string,
    { readonly planner: Planner; readonly settings: Settings } | null
  >();

  constructor(versions: FateVersions) {
    this.#versions = versions;
  }

  /** Null when the version is not there, or cannot be read. */
  of(sync: FactSync, version: number) {
    const key = `${sync.id} ${version}`;
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const state = versionState(sync.partner, this.#versions(sync.id, version)?.state);
    const { partner } = sync;
    const planner =
      state === null
        ? null
        : { planner: plannerFor({ partner, ...state }), settings: state.settings };
    this.#made.set(key, planner);
    return planner;
  }
}
