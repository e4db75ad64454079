import Link from "next/link";
import type { ComponentProps } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { formatCount, formatDuration, formatRate } from "@/components/ui/text/format-number";
import type { MetricsReport, SyncReport } from "@/lib/admin/syncs/metrics/metrics-report";
import type { SyncBooks } from "@/lib/admin/syncs/sync-books";
import { BooksCard } from "./books-card";
import { BothEndsCard } from "./both-ends-card";
import { deliveriesLink } from "./deliveries-link";
import { FunnelTable } from "./funnel-table";
import { LatencyTable } from "./latency-table";
import { MetricsCharts } from "./metrics-charts";
import { Stat } from "./stat";
import { WindowPicker } from "./window-picker";

interface MetricsTabProps {
  readonly report: MetricsReport;
  readonly sync: SyncReport;
  readonly base: string;
  readonly destination: string;
  /** For a destination whose answers name how many events they took. */
  readonly ends: Omit<ComponentProps<typeof BothEndsCard>, "destination"> | null;
  readonly books: SyncBooks;
  readonly error?: string | undefined;
}

const REFRESH_MS = 10_000;

/** What a sync did in a window, from the counters. */
export function MetricsTab(props: MetricsTabProps) {
  const { report, sync, base, destination, ends, books, error } = props;
  const { funnel, latency, before } = sync;
  const past = before?.funnel;
  const isNow = report.period !== "CUSTOM";
  return (
    <>
      {isNow && <LiveRefresh everyMs={REFRESH_MS} />}
      <WindowPicker
        period={report.period}
        start={report.start.toISOString()}
        end={report.end.toISOString()}
        error={error}
      />
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Stat
          label="Delivered"
          value={formatCount(funnel.delivered)}
          href={deliveriesLink(base, { outcome: "delivered" }, report)}
          note={past && `${formatCount(past.delivered)} the period before`}
        />
        <Stat
          label="Not delivered"
          value={formatCount(funnel.discarded.count + funnel.expired.count)}
          note={
            <>
              <Link
                href={deliveriesLink(base, { outcome: "discarded" }, report)}
                className={linkStyle}
              >
                {formatCount(funnel.discarded.count)} discarded
              </Link>
              {", "}
              <Link
                href={deliveriesLink(base, { outcome: "expired" }, report)}
                className={linkStyle}
              >
                {formatCount(funnel.expired.count)} expired
              </Link>
            </>
          }
        />
        <Stat
          label="Delivery rate"
          value={funnel.deliveryRate === null ? "–" : formatRate(funnel.deliveryRate)}
          note={past?.deliveryRate != null && `${formatRate(past.deliveryRate)} the period before`}
        />
        <Stat
          label="Latency, p95"
          value={latency.total === null ? "–" : formatDuration(latency.total.p95)}
          note={
            before?.latency.total && `${formatDuration(before.latency.total.p95)} the period before`
          }
        />
      </dl>
      <FunnelTable
        report={report}
        sync={sync}
        base={base}
        destination={destination}
        isNow={isNow}
      />
      <MetricsCharts report={report} destination={destination} base={base} />
      <LatencyTable sync={sync} destination={destination} />
      {ends !== null && <BothEndsCard {...ends} destination={destination} />}
      <BooksCard books={books} />
    </>
  );
}

const linkStyle = "rounded text-link underline-offset-2 hover:underline";
