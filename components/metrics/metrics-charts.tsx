import type { MetricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { ChartCard } from "./chart-card";
import { latencyLines, outcomeBars, reasonBars } from "./chart-data";

interface MetricsChartsProps {
  readonly report: MetricsReport;
  /** The name of the destination. */
  readonly destination: string;
  /** The address of the sync whose rows the bars are; none when there are several syncs. */
  readonly base?: string;
}

/** Outcomes, reasons and latency over time. */
export function MetricsCharts({ report, destination, base }: MetricsChartsProps) {
  const link = base === undefined ? {} : { base };
  return (
    <>
      <ChartCard
        {...link}
        title="Events by outcome"
        kind="bars"
        format="count"
        data={outcomeBars(report, destination)}
        empty="No event was settled in this time."
      />
      <div className="grid gap-4 xl:grid-cols-2">
        <ChartCard
          {...link}
          title="Not delivered, by reason"
          kind="bars"
          format="count"
          data={reasonBars(report, destination)}
          empty="Nothing was discarded, and nothing expired, in this time."
        />
        <ChartCard
          title="Latency, end to end"
          kind="lines"
          format="duration"
          data={latencyLines(report)}
          empty="Nothing was delivered in this time."
        />
      </div>
    </>
  );
}
