import type { SyncId } from "@/lib/kernel/brand";
import { ALERT_LEVELS, type AlertKind, type AlertLevel } from "./alert-kind";
import type { AlertWords, Finding } from "./find-alerts";

/** A level falls when it has been better for so long: a destination that comes and goes is one alert. */
const BETTER_MS = 60_000;

/** A trouble that is there. */
export interface OpenAlert {
  readonly id: number;
  readonly kind: AlertKind;
  readonly syncId: SyncId | 0;
  readonly level: AlertLevel;
  readonly openedMs: number;
  readonly betterSinceMs: number | null;
  readonly words: AlertWords;
}

/** What a look makes of one alert. `from` and `to` differ when somebody is to be told; null: it is not there. */
export interface AlertStep {
  /** Null when it begins. */
  readonly alert: OpenAlert | null;
  readonly kind: AlertKind;
  readonly syncId: SyncId | 0;
  readonly from: AlertLevel | null;
  readonly to: AlertLevel | null;
  readonly betterSinceMs: number | null;
  readonly words: AlertWords;
}

/**
 * What a look makes of what is open. A worse level counts at once, a better one when it has lasted. `whyOver` says why an
 * open alert is looked for no more. Pure.
 */
export function stepAlerts(
  open: readonly OpenAlert[],
  findings: readonly Finding[],
  whyOver: (alert: OpenAlert) => string,
  nowMs: number,
): readonly AlertStep[] {
  const openOf = new Map(open.map((alert) => [keyOf(alert), alert]));
  const looked = findings.flatMap((finding) => {
    const alert = openOf.get(keyOf(finding)) ?? null;
    openOf.delete(keyOf(finding));
    return stepOne(alert, finding, nowMs);
  });
  const over = [...openOf.values()].map(
    (alert): AlertStep => ({
      ...placeOf(alert),
      from: alert.level,
      to: null,
      betterSinceMs: null,
      words: { ...alert.words, message: whyOver(alert), advice: "" },
    }),
  );
  return [...looked, ...over];
}

function stepOne(alert: OpenAlert | null, finding: Finding, nowMs: number): readonly AlertStep[] {
  const { kind, syncId, level, words } = finding;
  if (level === "unknown") return [];
  const from = alert?.level ?? null;
  if (alert === null) {
    if (level === null) return [];
    return [{ alert, kind, syncId, from, to: level, betterSinceMs: null, words }];
  }
  if (rank(level) >= rank(from)) {
    return [{ ...placeOf(alert), from, to: level, betterSinceMs: null, words }];
  }
  const betterSinceMs = alert.betterSinceMs ?? nowMs;
  const hasLasted = nowMs - betterSinceMs >= BETTER_MS;
  return [
    hasLasted
      ? { ...placeOf(alert), from, to: level, betterSinceMs: null, words }
      : { ...placeOf(alert), from, to: from, betterSinceMs, words: alert.words },
  ];
}

const placeOf = (alert: OpenAlert) => ({ alert, kind: alert.kind, syncId: alert.syncId });

const keyOf = ({ kind, syncId }: Pick<Finding, "kind" | "syncId">) => `${kind} ${syncId}`;

const rank = (level: AlertLevel | null): number =>
  level === null ? 0 : 1 + ALERT_LEVELS.indexOf(level);
