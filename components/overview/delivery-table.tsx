import Link from "next/link";
import { deliveriesLink, outcomeLink } from "@/components/metrics/deliveries-link";
import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount, formatDuration, formatRate } from "@/components/ui/text/format-number";
import type { MetricsReport, SyncReport } from "@/lib/admin/syncs/metrics/metrics-report";

const COLUMNS: readonly Column[] = [
  { key: "sync", title: "Sync" },
  { key: "read", title: "Read", align: "right", wideOnly: true },
  { key: "filtered", title: "Filtered", align: "right", wideOnly: true },
  { key: "delivered", title: "Delivered", align: "right" },
  { key: "discarded", title: "Discarded", align: "right" },
  { key: "expired", title: "Expired", align: "right", wideOnly: true },
  { key: "waiting", title: "Waiting", align: "right", wideOnly: true },
  { key: "rate", title: "Delivery rate", align: "right", wideOnly: true },
  { key: "p95", title: "p95", align: "right", wideOnly: true },
];

interface DeliveryTableProps {
  /** The address of the project. */
  readonly base: string;
  readonly report: MetricsReport;
  /** The window in the query of the address, as Metrics takes it. */
  readonly query: string;
}

/** What each sync did in the window; every number leads to its rows. */
export function DeliveryTable({ base, report, query }: DeliveryTableProps) {
  return (
    <Card flush title="Delivery by sync">
      <Table label="Delivery by sync" columns={COLUMNS}>
        {report.syncs.map((sync) => (
          <DeliveryRow
            key={sync.id}
            sync={sync}
            base={`${base}/destinations/${sync.id}`}
            report={report}
            query={query}
          />
        ))}
      </Table>
    </Card>
  );
}

interface DeliveryRowProps {
  readonly sync: SyncReport;
  readonly base: string;
  readonly report: MetricsReport;
  readonly query: string;
}

function DeliveryRow({ sync, base, report, query }: DeliveryRowProps) {
  const { funnel, latency } = sync;
  const link = (outcome: string) => outcomeLink(base, outcome, undefined, report);
  const metrics = `${base}/metrics${query}`;
  return (
    <TableRow>
      <TableCell>
        <Link href={metrics} className={`${linkStyle} break-words font-medium`}>
          {sync.name}
        </Link>
      </TableCell>
      <Figure wideOnly count={funnel.read} href={metrics} />
      <Figure wideOnly count={funnel.filtered.count} href={link("filtered")} />
      <Figure count={funnel.delivered} href={link("delivered")} />
      <Figure count={funnel.discarded.count} href={link("discarded")} />
      <Figure wideOnly count={funnel.expired.count} href={link("expired")} />
      <Figure
        wideOnly
        count={funnel.waitingAfter}
        href={deliveriesLink(base, { view: "waiting" })}
      />
      <TableCell align="right" wideOnly>
        {funnel.deliveryRate === null ? "–" : formatRate(funnel.deliveryRate)}
      </TableCell>
      <TableCell align="right" wideOnly className="whitespace-nowrap">
        {latency.total === null ? "–" : formatDuration(latency.total.p95)}
      </TableCell>
    </TableRow>
  );
}

interface FigureProps {
  readonly count: number;
  readonly href: string;
  readonly wideOnly?: boolean;
}

const linkStyle = "rounded text-link underline-offset-2 hover:underline";

function Figure({ count, href, wideOnly = false }: FigureProps) {
  return (
    <TableCell align="right" wideOnly={wideOnly}>
      {count === 0 ? (
        "0"
      ) : (
        <Link href={href} className={linkStyle}>
          {formatCount(count)}
        </Link>
      )}
    </TableCell>
  );
}
