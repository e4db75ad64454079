import { ALERT_DEFINITIONS, type AlertKind, type AlertLevel } from "@/lib/admin/alerts/alert-kind";
import type { AlertRule } from "@/lib/admin/alerts/alert-rules";

/** When somebody is told, in a line: `Warning from 5 %, critical from 25 %, within 60 minutes`. Pure. */
export function ruleWords(kind: AlertKind, rule: AlertRule): string {
  const { threshold, hasWindow, minimum } = ALERT_DEFINITIONS[kind];
  if (threshold === null) return "Critical as soon as it is found";
  const levels = (["warning", "critical"] as const).flatMap((level) => {
    const figure = rule[level];
    return figure === null ? [] : [`${level} ${thresholdWord(kind)} ${figure} ${threshold.unit}`];
  });
  const rest = [
    ...(hasWindow ? [`within ${rule.window} minutes`] : []),
    ...(minimum === null ? [] : [`at least ${rule.minimum} ${minimum}`]),
  ];
  const [first = "never", ...others] = [...levels, ...rest];
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(", ");
}

/** `from` where more is worse, `at` where less is. */
const thresholdWord = (kind: AlertKind) =>
  ALERT_DEFINITIONS[kind].worse === "more" ? "from" : "at";

export const LEVEL_WORDS: Readonly<Record<AlertLevel, string>> = {
  warning: "Warning",
  critical: "Critical",
};

export const LEVEL_TONES = { warning: "caution", critical: "danger" } as const;
