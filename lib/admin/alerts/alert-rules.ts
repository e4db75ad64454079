import { z } from "zod";
import { ALERT_DEFINITIONS, ALERT_KINDS, type AlertKind, type AlertLevel } from "./alert-kind";

const WINDOW_MINUTES = { min: 1, max: 1_440 };
const MINIMUM_MAX = 1_000_000_000;

/** When somebody is told. A threshold of null: not at this level. */
export interface AlertRule {
  readonly enabled: boolean;
  readonly warning: number | null;
  readonly critical: number | null;
  /** Minutes. */
  readonly window: number;
  readonly minimum: number;
}

export type AlertRules = Readonly<Record<AlertKind, AlertRule>>;

const rule = (
  warning: number | null,
  critical: number | null,
  window: number,
  minimum: number,
) => ({
  enabled: true,
  warning,
  critical,
  window,
  minimum,
});

/**
 * In force where nothing was set. 5 % and five as DECISIONS 042; a minute is a restart, ten an outage; an event waits
 * four hours for its last attempt; a day is what somebody needs to come back from a day off.
 */
export const DEFAULT_RULES: AlertRules = {
  down: rule(2, 10, 1, 0),
  failing: rule(5, 25, 60, 5),
  waiting: rule(15, 60, 1, 0),
  retention: rule(72, 24, 1, 0),
  books: rule(null, null, 1, 0),
  refused: rule(5, 50, 15, 5),
  silence: rule(60, 240, 1, 100),
};

/** What is wrong with the figures of a rule, where they stand. */
function ruleSchema(kind: AlertKind) {
  const { threshold, worse } = ALERT_DEFINITIONS[kind];
  const { min, max } = threshold ?? { min: 0, max: 0 };
  const level = z.number().int().min(min).max(max).nullable();
  return z
    .object({
      enabled: z.boolean(),
      warning: level,
      critical: level,
      window: z.number().int().min(WINDOW_MINUTES.min).max(WINDOW_MINUTES.max),
      minimum: z.number().int().min(0).max(MINIMUM_MAX),
    })
    .refine(
      ({ warning, critical }) =>
        warning === null ||
        critical === null ||
        (worse === "more" ? critical > warning : critical < warning),
      {
        path: ["critical"],
        error: `must be ${worse === "more" ? "more" : "less"} than the figure of a warning`,
      },
    );
}

export const ruleSchemas = Object.fromEntries(
  ALERT_KINDS.map((kind) => [kind, ruleSchema(kind)] as const),
) as Record<AlertKind, ReturnType<typeof ruleSchema>>;

/** The rules that differ from what would be in force without them. */
export type OwnRules = Partial<AlertRules>;

/** As they are stored. A rule that this version cannot read counts as not set. Pure. */
export function storedRules(stored: unknown): OwnRules {
  const read = z.record(z.string(), z.unknown()).safeParse(stored);
  const entries = ALERT_KINDS.flatMap((kind) => {
    const parsed = ruleSchemas[kind].safeParse(read.data?.[kind]);
    return parsed.success ? [[kind, parsed.data] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** The later win. Pure. */
export const rulesInForce = (...own: readonly OwnRules[]): AlertRules =>
  Object.assign({}, DEFAULT_RULES, ...own);

/** The level that a figure has reached; null when none. Pure. */
export function levelOf(kind: AlertKind, rule: AlertRule, figure: number): AlertLevel | null {
  const isReached = (threshold: number | null) =>
    threshold !== null &&
    (ALERT_DEFINITIONS[kind].worse === "more" ? figure >= threshold : figure <= threshold);
  if (isReached(rule.critical)) return "critical";
  return isReached(rule.warning) ? "warning" : null;
}
