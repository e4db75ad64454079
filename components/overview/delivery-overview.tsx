import { MetricsCharts } from "@/components/metrics/metrics-charts";
import { WindowPicker } from "@/components/metrics/window-picker";
import type { MetricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { DeliveryTable } from "./delivery-table";

interface DeliveryOverviewProps {
  readonly base: string;
  readonly report: MetricsReport;
  readonly query: string;
  /** The name of the destination, or of all of them. */
  readonly destination: string;
  readonly error?: string | undefined;
}

/** The metrics of all syncs of a project. */
export function DeliveryOverview({
  base,
  report,
  query,
  destination,
  error,
}: DeliveryOverviewProps) {
  const [only, ...others] = report.syncs;
  const rows =
    only !== undefined && others.length === 0 ? { base: `${base}/destinations/${only.id}` } : {};
  return (
    <>
      <WindowPicker
        period={report.period}
        start={report.start.toISOString()}
        end={report.end.toISOString()}
        error={error}
      />
      <DeliveryTable base={base} report={report} query={query} />
      <MetricsCharts report={report} destination={destination} {...rows} />
    </>
  );
}
