"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ChartBar, ChartData, Series } from "./chart-data";
import { barText, tickText } from "./chart-time";

export interface PlotProps extends ChartData {
  readonly label: string;
  readonly kind: "bars" | "lines";
  readonly format: (value: number) => string;
  /** Where a click on a part of a bar leads. */
  readonly onPick?: ((series: Series, bar: ChartBar) => void) | undefined;
}

const HEIGHT = 240;
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: "var(--muted)", fontSize: 12 };

/** Reached by keyboard: the arrow keys go from bar to bar and show its values. */
export function Plot({ label, kind, series, bars, format, onPick }: PlotProps) {
  const data = bars.map((bar) => ({ ...bar.values, bar }));
  const windowMs = (bars.at(-1)?.endMs ?? 0) - (bars[0]?.startMs ?? 0);
  const shared = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey={({ bar }: { readonly bar: ChartBar }) => bar.startMs}
        tickFormatter={(ms: number) => tickText(ms, windowMs)}
        tick={TICK}
        stroke="var(--line-strong)"
        tickLine={false}
        minTickGap={28}
      />
      <YAxis
        width={56}
        tick={TICK}
        axisLine={false}
        tickLine={false}
        allowDecimals={false}
        tickFormatter={format}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--hover)", stroke: "var(--line-strong)" }}
        content={({ active, payload }) => {
          const bar = (payload?.[0]?.payload as { readonly bar: ChartBar } | undefined)?.bar;
          return active && bar ? <Values bar={bar} series={series} format={format} /> : null;
        }}
      />
    </>
  );
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      {kind === "bars" ? (
        <BarChart
          data={data}
          margin={MARGIN}
          barCategoryGap={1}
          aria-label={label}
          role="application"
        >
          {shared}
          {series.map((each) => (
            <Bar
              key={each.key}
              dataKey={each.key}
              name={each.label}
              stackId="all"
              fill={each.color}
              isAnimationActive={false}
              maxBarSize={48}
              {...(onPick && each.outcome !== undefined
                ? {
                    cursor: "pointer",
                    onClick: (_: unknown, index: number) => {
                      const bar = bars[index];
                      if (bar !== undefined) onPick(each, bar);
                    },
                  }
                : {})}
            />
          ))}
        </BarChart>
      ) : (
        <LineChart data={data} margin={MARGIN} aria-label={label} role="application">
          {shared}
          {series.map((each) => (
            <Line
              key={each.key}
              dataKey={each.key}
              name={each.label}
              stroke={each.color}
              strokeWidth={2}
              dot={({ key, index, cx, cy }) =>
                isAlone(bars, each.key, index) ? (
                  <circle key={key} cx={cx} cy={cy} r={3} fill={each.color} />
                ) : (
                  <g key={key} />
                )
              }
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      )}
    </ResponsiveContainer>
  );
}

/** A point without neighbours: no line leads to it, so it is drawn by itself. */
function isAlone(bars: readonly ChartBar[], key: string, index: number): boolean {
  const has = (at: number) => bars[at]?.values[key] !== undefined;
  return has(index) && !has(index - 1) && !has(index + 1);
}

interface ValuesProps {
  readonly bar: ChartBar;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

function Values({ bar, series, format }: ValuesProps) {
  const shown = series.filter(({ key }) => (bar.values[key] ?? 0) > 0);
  return (
    <div className="rounded border border-line bg-surface px-3 py-2 text-sm shadow-float">
      <p className="tabular font-medium text-ink">{barText(bar.startMs, bar.endMs)}</p>
      {shown.length === 0 && <p className="text-muted">Nothing</p>}
      {[...shown].reverse().map(({ key, label, color }) => (
        <p key={key} className="flex items-center justify-between gap-6">
          <span className="flex items-center gap-2 text-muted">
            <span aria-hidden className="size-2 rounded-full" style={{ background: color }} />
            {label}
          </span>
          <span className="tabular text-ink">{format(bar.values[key] ?? 0)}</span>
        </p>
      ))}
    </div>
  );
}
