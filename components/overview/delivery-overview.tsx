import { WindowPicker } from "@/components/metrics/window-picker";
import type { MetricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { DeliveryTable } from "./delivery-table";

interface DeliveryOverviewProps {
  readonly base: string;
  readonly report: MetricsReport;
  readonly query: string;
  readonly error?: string | undefined;
}

/** The metrics of all syncs of a project. */
export function DeliveryOverview({ base, report, query, error }: DeliveryOverviewProps) {
  return (
    <>
      <WindowPicker
        period={report.period}
        start={report.start.toISOString()}
        end={report.end.toISOString()}
        error={error}
      />
      <DeliveryTable base={base} report={report} query={query} />
    </>
  );
}
