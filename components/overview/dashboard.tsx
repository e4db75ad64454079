import Link from "next/link";
import { SyncTable } from "@/components/destinations/sync-table";
import type { AskedMetrics } from "@/components/metrics/ask-metrics";
import { Stat } from "@/components/metrics/stat";
import { MinuteBars } from "@/components/sources/minute-bars";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { formatCount, formatRate } from "@/components/ui/text/format-number";
import type { SourceStatus } from "@/lib/admin/sources/sources-status";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { DeliveryOverview } from "./delivery-overview";
import { sumMinutes } from "./sum-minutes";

interface DashboardProps {
  readonly projectId: number;
  readonly sources: readonly SourceStatus[];
  readonly rows: readonly SyncSummary[];
  readonly metrics: AskedMetrics;
}

export function Dashboard({ projectId, sources, rows, metrics }: DashboardProps) {
  const base = `/projects/${projectId}`;
  const accepted = sources.reduce((sum, { lastHour }) => sum + lastHour.accepted, 0);
  const delivered = rows.reduce((sum, { lastDay }) => sum + lastDay.delivered, 0);
  const notDelivered = rows.reduce((sum, { lastDay }) => sum + lastDay.notDelivered, 0);
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  const settled = delivered + notDelivered;
  const [first] = rows;
  const only = rows.length === 1 ? `${base}/destinations/${first?.sync.id}` : undefined;
  const destination =
    first === undefined ? "" : connectorOf(first.sync.partner).definition.displayName;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Stat
          label="Events, last hour"
          value={formatCount(accepted)}
          href={`${base}/events`}
          note="accepted by ingestion"
        />
        <Stat
          label="Delivered, 24 h"
          value={formatCount(delivered)}
          {...(only === undefined ? {} : { href: `${only}/metrics?period=1d` })}
          note={
            settled > 0 ? `${formatRate(delivered / settled)} delivery rate` : "nothing settled"
          }
        />
        <Stat
          label="Not delivered, 24 h"
          value={formatCount(notDelivered)}
          {...(only === undefined ? {} : { href: `${only}/metrics?period=1d` })}
          note="discarded or expired"
        />
        <Stat
          label="Waiting"
          value={formatCount(waiting)}
          {...(only === undefined ? {} : { href: `${only}/deliveries?view=waiting` })}
          note="not read yet, or to be retried"
        />
      </dl>
      <Card
        title="Syncs"
        flush
        actions={
          <ButtonLink href={`${base}/catalog`} size="sm">
            Add destination
          </ButtonLink>
        }
      >
        <SyncTable rows={rows} />
      </Card>
      <DeliveryOverview base={base} {...metrics} destination={destination} />
      <Card
        title="Events, last hour"
        actions={
          <Link href={`${base}/events`} className="rounded text-link text-sm hover:underline">
            See events
          </Link>
        }
      >
        <MinuteBars minutes={sumMinutes(sources)} label="Events by minute" height={120} />
      </Card>
    </>
  );
}
