"use client";

import { cx } from "@/components/ui/cx";
import { type Column, Table, TableCell } from "@/components/ui/data/table";
import { formatCount, formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Delivery } from "@/lib/admin/events/delivery";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";

const COLUMNS: readonly Column[] = [
  { key: "time", title: "Time" },
  { key: "event", title: "Event" },
  { key: "user", title: "User" },
  { key: "outcome", title: "Outcome" },
  { key: "reason", title: "Reason" },
  { key: "attempts", title: "Attempts", align: "right", wideOnly: true },
  { key: "latency", title: "Latency", align: "right", wideOnly: true },
];

interface DeliveriesTableProps {
  readonly items: readonly Delivery[];
  /** The name of the destination. */
  readonly destination: string;
  readonly onOpen: (id: number) => void;
}

/** The delivery log, newest first; a row opens by pressing its event. */
export function DeliveriesTable({ items, destination, onOpen }: DeliveriesTableProps) {
  return (
    <Table label="Deliveries" columns={COLUMNS} stacked>
      {items.map((item) => (
        <tr key={item.id} className="relative transition-colors hover:bg-sunken">
          <TableCell className="text-sm">
            <LocalTime at={item.settledAt.toISOString()} />
          </TableCell>
          <TableCell className="max-w-72">
            <button
              type="button"
              onClick={() => onOpen(item.id)}
              className="focus-ring block max-w-full truncate rounded text-left font-medium text-link after:absolute after:inset-0"
            >
              {item.eventType}
            </button>
          </TableCell>
          <TableCell label="User" className="max-w-60 truncate max-sm:max-w-full">
            {item.identifier ?? item.userId ?? <span className="text-muted">(none)</span>}
          </TableCell>
          <TableCell label="Outcome" className="whitespace-nowrap">
            <StatusPill tone={FATE_TONES[item.outcome]}>
              {fateLabel(item.outcome, destination)}
            </StatusPill>
          </TableCell>
          <TableCell
            label="Reason"
            className={cx(
              "min-w-44 text-sm",
              reasonOf(item, destination) === "" && "max-sm:!hidden",
            )}
          >
            {reasonOf(item, destination)}
          </TableCell>
          <TableCell align="right" wideOnly>
            {formatCount(item.attempts)}
          </TableCell>
          <TableCell align="right" wideOnly className="whitespace-nowrap">
            {item.latencyMs === null ? "" : formatDuration(item.latencyMs)}
          </TableCell>
        </tr>
      ))}
    </Table>
  );
}

const reasonOf = ({ reason, warnings }: Delivery, destination: string): string =>
  reason === "" ? warnings.join("; ") : reasonTitle(reason, destination);
