import type { FateStatus } from "@/lib/admin/reasons/fate-status";
import { isHistoryShard } from "@/lib/engine/pipeline/log/shard";
import type { EventFacts, FactEvent, FactSync } from "./fate-facts";

/** What the stored facts say by themselves, and what is still to be asked. */
export interface FateVerdict {
  readonly status: FateStatus;
  readonly reason: string | null;
  /** Null: the catalogue's words. */
  readonly message: string | null;
  readonly version: VersionRef | null;
  /**
   * What the plan of that version decides: `clause` when the event is known to be filtered, `status` when it is known
   * only that there is no record of it.
   */
  readonly planTells: "clause" | "status" | null;
}

/** A version of the sync: by its number, the one that disabled it before another, or the one that first enabled it. */
export type VersionRef = number | { readonly disabledBefore: number } | "first_enabled";

/** Pure. */
export function fateVerdict(sync: FactSync, event: FactEvent, facts: EventFacts): FateVerdict {
  const { parked, span } = facts;
  const last = facts.deliveries.at(-1);
  if (parked !== null) {
    // Whoever waited behind another says so still when its turn has come.
    const isNext = parked.reason === "behind_person" && parked.behind === null;
    return {
      ...TOLD,
      status: "waiting",
      reason: parked.reason,
      message: isNext ? "The earlier event has ended: it is next." : parked.message || null,
      version: span?.version ?? null,
    };
  }
  if (last !== undefined) {
    return {
      status: last.outcome,
      reason: last.reason === "" ? null : last.reason,
      message: last.message,
      version: last.syncVersion,
      planTells: last.outcome === "filtered" ? "clause" : null,
    };
  }
  return unrecorded(sync, event, span);
}

const TOLD = { reason: null, message: null, version: null, planTells: null } as const;

const notStreamed = (reason: string, version: VersionRef | null): FateVerdict => ({
  ...TOLD,
  status: "not_streamed",
  reason,
  version,
});

/** Of an event in the lane of history that the sync has no part in. */
const NOT_ITS_OWN = "not_in_backfill";

/** Of an event that has no row: how the sync stands to its place in the log. */
function unrecorded(sync: FactSync, event: FactEvent, span: EventFacts["span"]): FateVerdict {
  const cursor = sync.cursors.find(({ shard }) => shard === event.shard);
  const isHistory = isHistoryShard(event.shard);
  if (cursor === undefined) return notStreamed(isHistory ? NOT_ITS_OWN : "never_enabled", null);
  if (event.offset > cursor.position) {
    return cursor.idle ? notStreamed(NOT_ITS_OWN, null) : unread(sync);
  }
  const told = cursor.toldTo !== null && event.offset <= cursor.toldTo;
  if (isHistory && told && span?.read !== true) return notStreamed(NOT_ITS_OWN, null);
  if (told && span === null) return notStreamed("enabled_later", "first_enabled");
  if (!told || span === null || span.version === null) {
    return { ...TOLD, status: "no_longer_retained", reason: "version_unknown" };
  }
  const { read, version } = span;
  if (!read) return notStreamed("disabled", { disabledBefore: version });
  return { ...TOLD, status: "filtered", version, planTells: "status" };
}

function unread({ enabled, version, breaker }: FactSync): FateVerdict {
  if (!enabled) return notStreamed("disabled", { disabledBefore: version + 1 });
  const { reason = null, message = null } = breaker ?? {};
  return { ...TOLD, status: "not_read", reason, message };
}
