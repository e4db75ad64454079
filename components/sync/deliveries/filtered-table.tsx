"use client";

import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import type { FilteredEvent } from "@/lib/admin/events/list-filtered";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import type { ListTableProps } from "./list-table-props";
import { EventCell, UserCell } from "./row-cells";

const COLUMNS: readonly Column[] = [
  { key: "received", title: "Received" },
  { key: "event", title: "Event" },
  { key: "user", title: "User" },
  { key: "reason", title: "Why it was not selected" },
  { key: "version", title: "Version", align: "right", wideOnly: true },
];

/** What the sync read and did not select, newest first. */
export function FilteredTable(props: ListTableProps<FilteredEvent>) {
  const { items, projectId, destination, onOpen } = props;
  return (
    <Table label="Filtered" columns={COLUMNS} stacked>
      {items.map((item) => (
        <TableRow key={item.offset}>
          <TableCell className="text-sm">
            <LocalTime at={item.receivedAt.toISOString()} />
          </TableCell>
          <EventCell name={item.eventType} onOpen={() => onOpen(item.offset)} />
          <UserCell
            projectId={projectId}
            personId={item.personId}
            name={item.userId ?? item.deviceId}
          />
          <TableCell label="Why" className="min-w-44 text-sm">
            {item.reason === null ? item.message : reasonTitle(item.reason, destination)}
            {item.clause !== null && (
              <p className="text-muted text-xs [overflow-wrap:anywhere]">
                Row {item.row}: {item.clause}
              </p>
            )}
          </TableCell>
          <TableCell align="right" wideOnly>
            {item.version}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
