import { reasonTitle } from "@/lib/admin/reasons/explain";
import { fateLabel } from "@/lib/admin/reasons/fate-status";
import type { MetricsReport, ReportBar } from "@/lib/admin/syncs/metrics/metrics-report";

/** One part of the bars, or one line. */
export interface Series {
  readonly key: string;
  readonly label: string;
  /** A colour of globals.css, as CSS has it. */
  readonly color: string;
  readonly outcome?: string;
  readonly reason?: string;
}

/** One bar: its time in epoch ms and its values by series. */
export interface ChartBar {
  readonly startMs: number;
  readonly endMs: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface ChartData {
  readonly series: readonly Series[];
  readonly bars: readonly ChartBar[];
}

/** Reasons of their own in the chart; the rest is one. */
const REASONS_MAX = 5;
const REASON_COLORS = ["one", "two", "three", "four", "five"];
const OTHERS = "others";

const barOf = ({ start, end }: ReportBar, values: Record<string, number>): ChartBar => ({
  startMs: start.getTime(),
  endMs: end.getTime(),
  values,
});

/** What became of the events, by outcome. Pure. */
export function outcomeBars({ bars }: MetricsReport, destination: string): ChartData {
  const series = (
    [
      ["delivered", "--positive"],
      ["filtered", "--line-strong"],
      ["discarded", "--danger"],
      ["expired", "--caution"],
    ] as const
  ).map(([outcome, color]) => ({
    key: outcome,
    outcome,
    label: fateLabel(outcome, destination),
    color: `var(${color})`,
  }));
  return {
    series,
    bars: bars.map((bar) =>
      barOf(
        bar,
        Object.fromEntries(
          series.map(({ key }) => [key, sumOf(bar, ({ outcome }) => outcome === key)]),
        ),
      ),
    ),
  };
}

/** Why events were not delivered: each reason, the most frequent first. Pure. */
export function reasonBars({ bars }: MetricsReport, destination: string): ChartData {
  const lost = (outcome: string) => outcome === "discarded" || outcome === "expired";
  const sums = new Map<string, { outcome: string; reason: string; count: number }>();
  for (const { outcome, reason, count } of bars.flatMap(({ counts }) => counts)) {
    if (!lost(outcome)) continue;
    const key = `${outcome} ${reason}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { outcome, reason, count });
    else known.count += count;
  }
  const sorted = [...sums].sort(([, a], [, b]) => b.count - a.count);
  const shown = sorted.slice(0, REASONS_MAX);
  const isShown = new Set(shown.map(([key]) => key));
  const series: Series[] = shown.map(([key, { outcome, reason }], index) => ({
    key,
    outcome,
    reason,
    label: `${reasonTitle(reason, destination)} (${outcome})`,
    color: `var(--series-${REASON_COLORS[index]})`,
  }));
  if (sorted.length > REASONS_MAX) {
    series.push({ key: OTHERS, label: "Other reasons", color: "var(--line-strong)" });
  }
  return {
    series,
    bars: bars.map((bar) =>
      barOf(
        bar,
        Object.fromEntries(
          series.map(({ key }) => [
            key,
            sumOf(bar, ({ outcome, reason }) =>
              key === OTHERS
                ? lost(outcome) && !isShown.has(`${outcome} ${reason}`)
                : `${outcome} ${reason}` === key,
            ),
          ]),
        ),
      ),
    ),
  };
}

/** End to end; bars without deliveries have no values. Pure. */
export const latencyLines = ({ bars }: MetricsReport): ChartData => ({
  series: [
    { key: "p50", label: "p50", color: "var(--series-two)" },
    { key: "p95", label: "p95", color: "var(--accent)" },
    { key: "p99", label: "p99", color: "var(--series-three)" },
  ],
  bars: bars.map((bar) => barOf(bar, { ...bar.latency })),
});

const sumOf = (
  { counts }: ReportBar,
  isWanted: (count: ReportBar["counts"][number]) => boolean,
): number => counts.filter(isWanted).reduce((sum, { count }) => sum + count, 0);
