import { explainFate, explainRejection } from "@/lib/admin/reasons/explain";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { AlertFacts, DestinationFacts, RulesOf, UploadFacts } from "./alert-facts";
import type { AlertKind, AlertLevel } from "./alert-kind";
import { levelOf } from "./alert-rules";

/** What is said of a trouble. */
export interface AlertWords {
  /** What is wrong, in a few words, with whose trouble it is. */
  readonly title: string;
  /** The figures, with the reason that leads. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** The page on which it is done, below the address of Tributary. */
  readonly path: string;
}

/** How it stands with one thing that is looked for. */
export interface Finding {
  readonly kind: AlertKind;
  /** 0: of the whole project. */
  readonly syncId: SyncId | 0;
  /** Null: it is well. `unknown`: the figures say neither, so what is open stays open. */
  readonly level: AlertLevel | null | "unknown";
  readonly words: AlertWords;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A partition that is not read is dropped at the end of its day, after four times the retention (store/retention.ts). */
const KEPT_FACTOR = 4;

/** Everything that the rules in force look for; nothing of disabled destinations and of rules that are off. Pure. */
export function findAlerts(
  facts: AlertFacts,
  rules: RulesOf,
  place: { readonly projectId: ProjectId; readonly projectName: string },
  logRetentionDays: number,
): readonly Finding[] {
  const base = `/projects/${place.projectId}`;
  const found = [
    ...facts.destinations
      .filter(({ sync }) => sync.enabled)
      .flatMap((each) => [
        down(each, facts, rules, base),
        failing(each, rules, base),
        waiting(each, facts, rules, base),
        retention(each, facts, rules, base, logRetentionDays),
        books(each, base),
      ]),
    refused(facts.uploads, rules, base, place.projectName),
    silence(facts, rules, base, place.projectName),
  ];
  return found.filter(({ kind, syncId }) => {
    const own = syncId === 0 ? rules.project : rules.of(syncId);
    return own[kind].enabled;
  });
}

const isStopped = ({ condition: { state } }: DestinationFacts) =>
  state === "down" || state === "paused";

function down(
  facts: DestinationFacts,
  { nowMs }: AlertFacts,
  rules: RulesOf,
  base: string,
): Finding {
  const { sync, condition } = facts;
  const { problem } = condition;
  const minutes = (nowMs - (problem?.since?.getTime() ?? nowMs)) / MINUTE_MS;
  return {
    kind: "down",
    syncId: sync.id,
    level: isStopped(facts) ? levelOf("down", rules.of(sync.id).down, minutes) : null,
    words: {
      title: `${sync.name}: nothing is sent`,
      message: isStopped(facts)
        ? `${problem?.title}. ${problem?.message}`
        : "It is being sent to again.",
      advice: problem?.advice ?? "",
      path: `${base}/destinations/${sync.id}`,
    },
  };
}

function failing(
  { sync, destination, delivered, lost, lost_reason, lost_most }: DestinationFacts,
  rules: RulesOf,
  base: string,
): Finding {
  const rule = rules.of(sync.id).failing;
  const ended = delivered + lost;
  const share = ended === 0 ? 0 : (100 * lost) / ended;
  const isMuch = lost >= rule.minimum && lost > 0;
  const reason = explainFate("discarded", lost_reason, destination);
  return {
    kind: "failing",
    syncId: sync.id,
    level: ended === 0 ? "unknown" : isMuch ? levelOf("failing", rule, share) : null,
    words: {
      title: `${sync.name}: events are not delivered`,
      message:
        lost_reason === null
          ? `Of ${ended} events all were delivered.`
          : `${lost} of ${ended} events (${Math.floor(share)}%) were not delivered within ${rule.window} minutes and since the last save. The most frequent reason, of ${lost_most}: ${reason.title}.`,
      advice: lost_reason === null ? "" : reason.advice,
      path: `${base}/destinations/${sync.id}/deliveries${lost_reason === null ? "" : `?reason=${encodeURIComponent(lost_reason)}`}`,
    },
  };
}

function waiting(
  facts: DestinationFacts,
  { nowMs }: AlertFacts,
  rules: RulesOf,
  base: string,
): Finding {
  const { sync, oldestMs } = facts;
  const minutes = oldestMs === null ? 0 : (nowMs - oldestMs) / MINUTE_MS;
  const { waiting: rule, down } = rules.of(sync.id);
  // Where nothing is sent at all, `down` tells of it.
  const level = isStopped(facts) && down.enabled ? "unknown" : levelOf("waiting", rule, minutes);
  return {
    kind: "waiting",
    syncId: sync.id,
    level: oldestMs === null ? null : level,
    words: {
      title: `${sync.name}: events wait`,
      message:
        oldestMs === null
          ? "No event waits."
          : `The oldest event that has not been sent arrived ${Math.floor(minutes)} minutes ago.`,
      advice:
        "Look at what waits, and why. Where nothing is on its way and the destination is well, look at the workers' log.",
      path: `${base}/destinations/${sync.id}/deliveries?view=waiting`,
    },
  };
}

function retention(
  { sync, oldestMs }: DestinationFacts,
  { nowMs }: AlertFacts,
  rules: RulesOf,
  base: string,
  logRetentionDays: number,
): Finding {
  const keptDays = logRetentionDays * KEPT_FACTOR + 1;
  const dropMs = (Math.floor((oldestMs ?? nowMs) / DAY_MS) + keptDays) * DAY_MS;
  const hours = (dropMs - nowMs) / HOUR_MS;
  // What arrived today is never about to be dropped, however short the retention is.
  const isOld = oldestMs !== null && nowMs - oldestMs > logRetentionDays * DAY_MS;
  return {
    kind: "retention",
    syncId: sync.id,
    level: isOld ? levelOf("retention", rules.of(sync.id).retention, hours) : null,
    words: {
      title: `${sync.name}: events are about to be dropped`,
      message: isOld
        ? `The log drops events that this destination has not been sent in ${Math.max(0, Math.floor(hours))} hours.`
        : "Nothing that waits is about to be dropped.",
      advice:
        "Mend the destination before. What is dropped is counted as expired, and cannot be sent any more.",
      path: `${base}/destinations/${sync.id}`,
    },
  };
}

const books = ({ sync, booksWrongMs }: DestinationFacts, base: string): Finding => ({
  kind: "books",
  syncId: sync.id,
  level: booksWrongMs === null ? null : "critical",
  words: {
    title: `${sync.name}: the books do not balance`,
    message:
      booksWrongMs === null
        ? "Every event that was read is accounted for."
        : "Not every event that it read is accounted for.",
    advice: "Its Metrics page says which. Keep the database as it is, and report it.",
    path: `${base}/destinations/${sync.id}/metrics`,
  },
});

function refused(
  { requests, refused, reason, reasonMost }: UploadFacts,
  { project }: RulesOf,
  base: string,
  projectName: string,
): Finding {
  const rule = project.refused;
  const share = requests === 0 ? 0 : (100 * refused) / requests;
  const { title, advice } = explainRejection(reason ?? "");
  return {
    kind: "refused",
    syncId: 0,
    level: refused >= rule.minimum && refused > 0 ? levelOf("refused", rule, share) : null,
    words: {
      title: `${projectName}: uploads are refused`,
      message:
        reason === null
          ? `Of ${requests} uploads in ${rule.window} minutes none was refused.`
          : `${refused} of ${requests} uploads (${Math.floor(share)}%) were refused within ${rule.window} minutes. The most frequent reason, of ${reasonMost}: ${title}.`,
      advice: reason === null ? "" : advice,
      path: `${base}/sources`,
    },
  };
}

function silence(
  { nowMs, uploads: { acceptedMs, yesterday, weekAgo } }: AlertFacts,
  { project }: RulesOf,
  base: string,
  projectName: string,
): Finding {
  const rule = project.silence;
  const minutes = acceptedMs === null ? 0 : (nowMs - acceptedMs) / MINUTE_MS;
  const level = levelOf("silence", rule, minutes);
  const expected = Math.min(yesterday ?? 0, weekAgo ?? yesterday ?? 0);
  return {
    kind: "silence",
    syncId: 0,
    // While it is silent, yesterday becomes silent too: that ends nothing.
    level: level !== null && expected < Math.max(1, rule.minimum) ? "unknown" : level,
    words: {
      title: `${projectName}: no events arrive`,
      message:
        level === null
          ? "Events arrive again."
          : `The last event arrived ${Math.floor(minutes)} minutes ago; at this time yesterday there were ${yesterday}.`,
      advice:
        "Look whether the app or the site still sends, and to this address: Sources shows what arrived last.",
      path: `${base}/sources`,
    },
  };
}
