import { explainRejection } from "@/lib/admin/reasons/explain";
import { refusedWords } from "@/lib/admin/reports/refused-words";
import type { AppendFacts } from "@/lib/engine/store/append-watch";
import type { HealthFacts } from "@/lib/engine/store/health-facts";
import { syncTroubles } from "./sync-troubles";
import { unreadableSyncs } from "./unreadable-syncs";

/** Everything that health can find wrong. */
type TroubleCode =
  | "database_unreachable"
  | "append_hung"
  | "append_impossible"
  | "worker_missing"
  | "worker_silent"
  | "sync_stands_still"
  | "breaker_open"
  | "destination_failing"
  | "destination_degraded"
  | "sync_unreadable"
  | "uploads_refused"
  | "bodies_full"
  | "retention_held"
  | "data_dropped_unread"
  | "clock_jumped"
  | "housekeeping_failed"
  | "books_wrong"
  | "reports_refused";

/** As it is answered: ids as the management API writes them, `since` in ISO 8601. */
export interface Trouble {
  readonly code: TroubleCode;
  /** One sentence: what is wrong, and what to do. */
  readonly message: string;
  readonly since: string;
  readonly project_id?: string;
  readonly destination_id?: string;
}

/** A trouble before it is known since when it lasts: the check remembers when it met it first. */
export type Found = Omit<Trouble, "since"> & { readonly sinceMs: number | null };

/** An append is given up long before: `HUNG_SECONDS` of the facts of the database is the same. */
const HUNG_MS = 15_000;

/** Some refusals are everyday life: a client with an old key, a browser's broken event. */
const REFUSED_REQUESTS_MIN = 5;
const REFUSED_SHARE_MIN = 0.05;

/** Events that were dropped unread are told of for a week. */
const DROPPED_TOLD_MS = 7 * 86_400_000;

/** What keeps an append or a settling from happening: with one of these the product is not ready. Pure. */
export function blocking(
  facts: HealthFacts,
  appends: AppendFacts,
  whyNoAppend: string | null,
  nowMs: number,
): readonly Found[] {
  const hungHere = appends.oldest !== null && nowMs - appends.oldest.sinceMs >= HUNG_MS;
  return [
    ...(hungHere ? [hungAppend(appends.oldest.sinceMs, String(appends.oldest.projectId))] : []),
    ...(hungHere ? [] : facts.hungAppends.slice(0, 1).map(({ sinceMs }) => hungAppend(sinceMs))),
    ...(whyNoAppend === null
      ? []
      : [
          {
            code: "append_impossible" as const,
            message: `Events cannot be stored now: ${whyNoAppend}`,
            sinceMs: null,
          },
        ]),
    ...facts.standing.map((sync) => ({
      code: "sync_stands_still" as const,
      message:
        "This destination has something to send, is not known to be unwell, and nothing of it gets settled: look at the workers' log",
      ...ofSync(sync),
    })),
  ];
}

const hungAppend = (sinceMs: number, projectId?: string): Found => ({
  code: "append_hung",
  message:
    "An upload is being stored and does not come to an end: look at the database's locks and at its disk",
  sinceMs,
  ...(projectId === undefined ? {} : { project_id: projectId }),
});

/** No worker and no scheduler's turn that is recent enough. Pure. */
export function missingWorker(facts: HealthFacts, nowMs: number): readonly Found[] {
  const { liveWorkers, scheduler, workerSeenSecondsAgo: seen } = facts;
  if (liveWorkers > 0 || (scheduler !== null && scheduler.secondsAgo <= scheduler.allowedSeconds)) {
    return [];
  }
  const secondsAgo = scheduler?.secondsAgo ?? seen;
  const sinceMs = secondsAgo === null ? null : nowMs - Math.round(secondsAgo * 1_000);
  return [{ code: "worker_missing", message: missingWords(seen, scheduler), sinceMs }];
}

function missingWords(seen: number | null, scheduler: HealthFacts["scheduler"]): string {
  if (scheduler !== null) {
    return `The scheduler's last turn ended ${Math.round(scheduler.secondsAgo)} s ago: look why POST /api/pipeline/run is not called any more`;
  }
  return seen === null
    ? "No worker has been seen: start one (WORKERS), or call POST /api/pipeline/run on a schedule"
    : `No worker has been seen for ${Math.round(seen)} s: restart the workers, and look at their log`;
}

/** Nothing is kept from being stored and settled, and yet nothing can be trusted. Pure. */
export const wrongBooks = (facts: HealthFacts): readonly Found[] =>
  facts.wrongBooks.map((sync) => ({
    code: "books_wrong",
    message:
      "The books of this destination do not hold: not every event that it read is accounted for. Its Metrics page says which; keep the database as it is, and report it",
    ...ofSync(sync),
  }));

/** What is wrong without keeping events from being stored and settled. Pure. */
export function remarks(
  facts: HealthFacts,
  { fullSinceMs }: AppendFacts,
  nowMs: number,
): readonly Found[] {
  return [
    ...(fullSinceMs === null ? [] : [bodiesFull(fullSinceMs)]),
    ...unreadableSyncs(facts.enabled),
    ...housekeeping(facts.housekeeping, nowMs),
    ...(facts.liveWorkers > 0 ? facts.silentWorkers : []).map(({ sinceMs }) => ({
      code: "worker_silent" as const,
      message:
        "A worker has stopped giving signs of life and none was started in its place: look at its log",
      sinceMs,
    })),
    ...syncTroubles(facts),
    ...facts.refusedReports.map((sync) => ({
      code: "reports_refused" as const,
      message: `What this destination says back is refused, and it holds back all that follows. ${refusedWords(sync.reason)}`,
      ...ofSync(sync),
    })),
    ...facts.refusals
      .filter(({ refused }) => refused >= REFUSED_REQUESTS_MIN)
      .filter(({ refused, requests }) => refused / requests >= REFUSED_SHARE_MIN)
      .map(({ projectId, refused, requests, reason, sinceMs }) => ({
        code: "uploads_refused" as const,
        message: `${refused} of ${requests} uploads of the last minutes were refused, most of them for this reason: ${explainRejection(reason).title} (${reason}). ${explainRejection(reason).advice}`,
        sinceMs,
        project_id: String(projectId),
      })),
  ];
}

const bodiesFull = (sinceMs: number): Found => ({
  code: "bodies_full",
  message:
    "Uploads are answered 503 because the memory for bodies is full: look for slow or very large uploads",
  sinceMs,
});

function housekeeping(
  { held, droppedUnread, droppedUnreadMs, clockJumpedMs, error }: HealthFacts["housekeeping"],
  nowMs: number,
): readonly Found[] {
  const found: Found[] = [];
  if (held.length > 0) {
    found.push({
      code: "retention_held",
      message: `${held.length} days of events past the retention are kept because an enabled destination has not read them: mend or disable it, or they fill the disk`,
      sinceMs: null,
    });
  }
  if (droppedUnreadMs !== null && nowMs - droppedUnreadMs < DROPPED_TOLD_MS) {
    found.push({
      code: "data_dropped_unread",
      message: `Events were dropped at the hard limit of the retention before an enabled destination had read them (${droppedUnread} so far); they are counted as expired`,
      sinceMs: droppedUnreadMs,
    });
  }
  if (clockJumpedMs !== null) {
    found.push({
      code: "clock_jumped",
      message:
        "The database's clock made a leap of more than a day: nothing is dropped for a day, so that it can be mended",
      sinceMs: clockJumpedMs,
    });
  }
  if (error !== null) {
    found.push({
      code: "housekeeping_failed",
      message:
        "The last housekeeping failed, so no partitions are made and none dropped: look at the workers' log",
      sinceMs: null,
    });
  }
  return found;
}

const ofSync = (sync: { projectId: number; syncId: number; sinceMs: number }) => ({
  sinceMs: sync.sinceMs,
  project_id: String(sync.projectId),
  destination_id: String(sync.syncId),
});
