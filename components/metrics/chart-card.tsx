"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense } from "react";
import { Tabs } from "@/components/ui/controls/tabs";
import { Card } from "@/components/ui/data/card";
import { Skeleton } from "@/components/ui/data/skeleton";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount, formatDuration } from "@/components/ui/text/format-number";
import { useIsClient } from "@/components/ui/text/use-is-client";
import type { ChartBar, ChartData, Series } from "./chart-data";
import { barText } from "./chart-time";
import { outcomeLink } from "./deliveries-link";

/** The charts' library is fetched after the page. */
const Plot = lazy(async () => ({ default: (await import("./plot")).Plot }));

const FORMATS = { count: formatCount, duration: formatDuration } as const;

interface ChartCardProps {
  readonly title: string;
  readonly description?: string;
  readonly kind: "bars" | "lines";
  readonly format: keyof typeof FORMATS;
  readonly data: ChartData;
  /** The address of the sync whose rows the bars are. */
  readonly base?: string;
  /** What is said instead when there is nothing to show. */
  readonly empty: string;
}

/** A chart, and the same as a table, whose numbers lead to their rows. */
export function ChartCard(props: ChartCardProps) {
  const { title, description, kind, data, base, empty } = props;
  const router = useRouter();
  const isClient = useIsClient();
  const format = FORMATS[props.format];
  const isEmpty = !data.bars.some(({ values }) => Object.values(values).some((value) => value > 0));
  const linkOf = ({ outcome, reason }: Series, { startMs, endMs }: ChartBar) =>
    base === undefined || outcome === undefined
      ? undefined
      : outcomeLink(base, outcome, reason, { start: new Date(startMs), end: new Date(endMs) });
  const onPick = (series: Series, bar: ChartBar) => {
    const href = linkOf(series, bar);
    if (href !== undefined) router.push(href);
  };
  const shown = data.series.filter(({ key }) =>
    data.bars.some(({ values }) => (values[key] ?? 0) > 0),
  );
  return (
    <Card title={title} {...(description === undefined ? {} : { description })}>
      {isEmpty ? (
        <p className="text-muted">{empty}</p>
      ) : (
        <Tabs
          label={`${title}, shown as`}
          tabs={[
            {
              id: "chart",
              label: "Chart",
              content: (
                <figure className="flex flex-col gap-2">
                  {isClient ? (
                    <Suspense fallback={<Skeleton className="h-60 w-full" />}>
                      <Plot
                        label={title}
                        kind={kind}
                        series={shown}
                        bars={data.bars}
                        format={format}
                        onPick={base === undefined ? undefined : onPick}
                      />
                    </Suspense>
                  ) : (
                    <Skeleton className="h-60 w-full" />
                  )}
                  <Legend series={shown} />
                </figure>
              ),
            },
            {
              id: "table",
              label: "Table",
              content: (
                <ValueTable
                  title={title}
                  series={shown}
                  bars={data.bars}
                  format={format}
                  linkOf={linkOf}
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
      {series.map(({ key, label, color }) => (
        <span key={key} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-full" style={{ background: color }} />
          {label}
        </span>
      ))}
    </figcaption>
  );
}

interface ValueTableProps extends ChartData {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly linkOf: (series: Series, bar: ChartBar) => string | undefined;
}

/** Newest first; times in which nothing happened are left out. */
function ValueTable({ title, series, bars, format, linkOf }: ValueTableProps) {
  const rows = bars.filter(({ values }) => series.some(({ key }) => (values[key] ?? 0) > 0));
  return (
    <div className="max-h-80 overflow-y-auto rounded border border-line">
      <Table
        label={title}
        columns={[
          { key: "time", title: "Time" },
          ...series.map(({ key, label }) => ({ key, title: label, align: "right" as const })),
        ]}
      >
        {[...rows].reverse().map((bar) => (
          <TableRow key={bar.startMs}>
            <TableCell className="tabular whitespace-nowrap">
              {barText(bar.startMs, bar.endMs)}
            </TableCell>
            {series.map((each) => (
              <TableCell key={each.key} align="right" className="whitespace-nowrap">
                <Value value={bar.values[each.key]} href={linkOf(each, bar)} format={format} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </Table>
    </div>
  );
}

interface ValueProps {
  readonly value: number | undefined;
  readonly href: string | undefined;
  readonly format: (value: number) => string;
}

function Value({ value, href, format }: ValueProps): ReactNode {
  if (value === undefined) return "–";
  if (href === undefined || value <= 0) return format(value);
  return (
    <Link href={href} className="rounded text-link underline-offset-2 hover:underline">
      {format(value)}
    </Link>
  );
}
