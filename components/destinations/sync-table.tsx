import Link from "next/link";
import { SyncStatusPill } from "@/components/sync/header/sync-status-pill";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { ConnectorMark } from "@/components/ui/text/connector-mark";
import { formatCount } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import { connectorOf } from "@/lib/engine/connectors/registry";

const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name" },
  { key: "status", title: "Status" },
  { key: "delivered", wideOnly: true, title: "Delivered, 24 h", align: "right" },
  { key: "not-delivered", wideOnly: true, title: "Not delivered, 24 h", align: "right" },
  { key: "lag", wideOnly: true, title: "Lag", align: "right" },
  { key: "updated", wideOnly: true, title: "Edited", align: "right" },
];

export function SyncTable({ rows }: { readonly rows: readonly SyncSummary[] }) {
  return (
    <Table label="Destinations" columns={COLUMNS}>
      {rows.map(({ sync, status, lastDay, waiting }) => (
        <TableRow key={sync.id}>
          <TableCell>
            <div className="flex min-w-36 items-center gap-2.5">
              <ConnectorMark mark={connectorOf(sync.partner).definition.mark} size={24} />
              <div className="min-w-0">
                <Link
                  href={`/projects/${sync.projectId}/destinations/${sync.id}/settings`}
                  className="break-words rounded font-medium text-link underline-offset-2 hover:underline"
                >
                  {sync.name}
                </Link>
                <p className="text-muted text-xs">
                  {connectorOf(sync.partner).definition.tileName}
                </p>
              </div>
            </div>
          </TableCell>
          <TableCell className="min-w-28">
            <SyncStatusPill
              destination={connectorOf(sync.partner).definition.displayName}
              status={status}
            />
            <p className="tabular mt-1 text-muted text-xs md:hidden">
              {formatCount(lastDay.delivered)} delivered, {formatCount(lastDay.notDelivered)} not,
              24 h
            </p>
          </TableCell>
          <TableCell align="right" wideOnly>
            {formatCount(lastDay.delivered)}
          </TableCell>
          <TableCell align="right" wideOnly>
            <span className={lastDay.notDelivered > 0 ? "font-medium text-danger-ink" : ""}>
              {formatCount(lastDay.notDelivered)}
            </span>
          </TableCell>
          <TableCell align="right" wideOnly>
            {formatCount(waiting)}
          </TableCell>
          <TableCell align="right" wideOnly className="text-muted">
            <RelativeTime at={sync.updatedAt.toISOString()} />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
