import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount } from "@/components/ui/text/format-number";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import { fateLabel } from "@/lib/admin/reasons/fate-status";
import type { Funnel, OutcomeCount } from "@/lib/admin/syncs/metrics/funnel";
import type { MetricsReport, SyncReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { Change } from "./change";
import { deliveriesLink, outcomeLink } from "./deliveries-link";

interface FunnelTableProps {
  readonly report: MetricsReport;
  readonly sync: SyncReport;
  /** The address of the sync. */
  readonly base: string;
  /** The name of the destination. */
  readonly destination: string;
  /** Whether the window reaches the present: what waits now are rows that can be looked at. */
  readonly isNow: boolean;
}

const COLUMNS: readonly Column[] = [
  { key: "step", title: "Step" },
  { key: "count", title: "Events", align: "right" },
  { key: "share", title: <span className="sr-only">Share</span>, wideOnly: true },
  { key: "before", title: "Period before", align: "right", wideOnly: true },
];

interface Row {
  readonly key: string;
  readonly label: ReactNode;
  readonly count: number;
  readonly before: number | null;
  readonly href?: string;
  /** 0 for a step, 1 for what it consists of. */
  readonly depth?: 0 | 1;
  readonly bar?: string;
}

/** From ingested to delivered, so that what goes in is what comes out. */
export function FunnelTable({ report, sync, base, destination, isNow }: FunnelTableProps) {
  const { funnel } = sync;
  const past = sync.before?.funnel ?? null;
  const of = (read: (funnel: Funnel) => number) => ({
    count: read(funnel),
    before: past === null ? null : read(past),
  });
  const link = (outcome: string, reason?: string) => outcomeLink(base, outcome, reason, report);
  const reasons = (outcome: "filtered" | "discarded" | "expired"): readonly Row[] =>
    funnel[outcome].reasons.map(({ reason, count }) => ({
      key: `${outcome} ${reason}`,
      label: reasonTitle(reason, destination),
      count,
      before: past === null ? null : countOf(past[outcome], reason),
      href: link(outcome, reason),
      depth: 1,
    }));
  const attempts = (label: string, attempts: string, read: (funnel: Funnel) => number): Row => ({
    key: label,
    label,
    ...of(read),
    href: deliveriesLink(base, { outcome: "delivered", attempts }, report),
    depth: 1,
  });
  const goesIn = funnel.waitingBefore + funnel.read;
  const rows: readonly Row[] = [
    {
      key: "ingested",
      label: "Ingested by the project",
      count: report.ingested,
      before: report.ingestedBefore,
    },
    { key: "before", label: "Waiting at the start", ...of((each) => each.waitingBefore) },
    { key: "read", label: "Read by this sync", ...of((each) => each.read), bar: "bg-accent" },
    {
      key: "filtered",
      label: "Filtered",
      ...of((each) => each.filtered.count),
      href: link("filtered"),
      bar: "bg-line-strong",
    },
    ...reasons("filtered"),
    {
      key: "delivered",
      label: fateLabel("delivered", destination),
      ...of((each) => each.delivered),
      href: link("delivered"),
      bar: "bg-positive",
    },
    attempts("On the first attempt", "1", (each) => each.firstAttempt),
    attempts("After a retry", "2+", (each) => each.afterRetry),
    {
      key: "discarded",
      label: "Discarded",
      ...of((each) => each.discarded.count),
      href: link("discarded"),
      bar: "bg-danger",
    },
    ...reasons("discarded"),
    {
      key: "expired",
      label: "Expired",
      ...of((each) => each.expired.count),
      href: link("expired"),
      bar: "bg-caution",
    },
    ...reasons("expired"),
    {
      key: "after",
      label: isNow ? "Waiting now" : "Waiting at the end",
      ...of((each) => each.waitingAfter),
      ...(isNow ? { href: deliveriesLink(base, { view: "waiting" }) } : {}),
      bar: "bg-accent-line",
    },
  ];
  return (
    <Card
      flush
      title="Funnel"
      description={`${formatCount(funnel.waitingBefore)} waiting + ${formatCount(funnel.read)} read = ${[
        funnel.filtered.count,
        funnel.delivered,
        funnel.discarded.count,
        funnel.expired.count,
        funnel.waitingAfter,
      ]
        .map(formatCount)
        .join(" + ")}`}
    >
      <Table label="Funnel" columns={COLUMNS}>
        {rows.map((row) => (
          <FunnelRow key={row.key} row={row} whole={Math.max(1, goesIn)} />
        ))}
      </Table>
    </Card>
  );
}

const countOf = ({ reasons }: OutcomeCount, reason: string): number =>
  reasons.find((each) => each.reason === reason)?.count ?? 0;

function FunnelRow({ row, whole }: { readonly row: Row; readonly whole: number }) {
  const { label, count, before, href, depth = 0, bar } = row;
  return (
    <TableRow>
      <TableCell className={depth === 1 ? "!pl-10 text-muted text-sm" : "font-medium"}>
        {label}
      </TableCell>
      <TableCell align="right">
        {href !== undefined && count > 0 ? (
          <Link href={href} className="rounded text-link underline-offset-2 hover:underline">
            {formatCount(count)}
          </Link>
        ) : (
          formatCount(count)
        )}
      </TableCell>
      <TableCell wideOnly className="w-2/5">
        {bar !== undefined && count > 0 && (
          <span
            aria-hidden
            className={`block h-2.5 min-w-0.5 rounded-sm ${bar}`}
            style={{ width: `${Math.min(100, (count / whole) * 100)}%` }}
          />
        )}
      </TableCell>
      <TableCell align="right" wideOnly className="whitespace-nowrap text-sm">
        <Change now={count} before={before} />
      </TableCell>
    </TableRow>
  );
}
