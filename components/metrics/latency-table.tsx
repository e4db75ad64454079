import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatDuration } from "@/components/ui/text/format-number";
import type { SyncReport } from "@/lib/admin/syncs/metrics/metrics-report";
import type { Stage } from "@/lib/engine/pipeline/record/count-settled";

const QUANTILES = ["p50", "p95", "p99"] as const;

const COLUMNS: readonly Column[] = [
  { key: "stage", title: "Stage" },
  ...QUANTILES.map((name) => ({ key: name, title: name, align: "right" as const })),
  { key: "before", title: "p95 before", align: "right", wideOnly: true },
];

/** From accepted by ingestion to accepted by the destination, and its parts. */
export function LatencyTable({
  sync: { latency, before },
  destination,
}: {
  readonly sync: SyncReport;
  readonly destination: string;
}) {
  const stages: readonly (readonly [Stage, string])[] = [
    ["total", "End to end"],
    ["log", "In the log"],
    ["worker", "In the worker"],
    ["destination", `At ${destination}`],
  ];
  return (
    <Card
      flush
      title="Latency"
      description="End to end: every delivered event. Stages: those delivered without waiting for a retry."
    >
      <Table label="Latency" columns={COLUMNS}>
        {stages.map(([stage, label]) => (
          <TableRow key={stage}>
            <TableCell className={stage === "total" ? "font-medium" : "!pl-10 text-muted text-sm"}>
              {label}
            </TableCell>
            {QUANTILES.map((name) => (
              <TableCell key={name} align="right" className="whitespace-nowrap">
                {duration(latency[stage]?.[name])}
              </TableCell>
            ))}
            <TableCell align="right" wideOnly className="whitespace-nowrap text-sm">
              {duration(before?.latency[stage]?.p95)}
            </TableCell>
          </TableRow>
        ))}
      </Table>
    </Card>
  );
}

const duration = (ms: number | undefined): string => (ms === undefined ? "–" : formatDuration(ms));
