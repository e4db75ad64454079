"use client";

import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { WaitingEvent } from "@/lib/admin/events/waiting-event";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import type { ListTableProps } from "./list-table-props";
import { EventCell, PickAll, PickCell, UserCell } from "./row-cells";

const COLUMNS: readonly Column[] = [
  { key: "since", title: "Waiting since" },
  { key: "event", title: "Event" },
  { key: "user", title: "User" },
  { key: "next", title: "Next attempt" },
  { key: "reason", title: "Why it waits" },
  { key: "attempts", title: "Attempts", align: "right", wideOnly: true },
];

/** What waits, in the order in which it was accepted. */
export function WaitingTable(props: ListTableProps<WaitingEvent>) {
  const { items, projectId, destination, picks, onOpen } = props;
  const pick: Column = { key: "pick", title: <PickAll picks={picks} /> };
  return (
    <Table label="Waiting" columns={[pick, ...COLUMNS]} stacked>
      {items.map((item) => (
        <TableRow key={item.offset}>
          <PickCell
            picks={picks}
            rowKey={item.offset}
            name={`${item.eventType}, event ${item.offset}`}
            canPick
          />
          <TableCell className="text-sm">
            <LocalTime at={item.waitingSince.toISOString()} />
          </TableCell>
          <EventCell name={item.eventType} onOpen={() => onOpen(item.offset)} />
          <UserCell
            projectId={projectId}
            personId={item.personId}
            name={item.userId ?? item.deviceId}
          />
          <TableCell label="Next" className="whitespace-nowrap text-sm">
            <NextAttempt item={item} onOpen={onOpen} />
          </TableCell>
          <TableCell label="Why" className="min-w-44 text-sm">
            {reasonTitle(item.reason, destination)}
            {item.message !== "" && item.behind === null && (
              <p className="text-muted text-xs [overflow-wrap:anywhere]">{item.message}</p>
            )}
          </TableCell>
          <TableCell align="right" wideOnly>
            {formatCount(item.attempts)}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

interface NextAttemptProps {
  readonly item: WaitingEvent;
  readonly onOpen: (offset: number) => void;
}

/** When it is tried next; behind whom it waits when it has no time of its own. */
export function NextAttempt({ item, onOpen }: NextAttemptProps) {
  const { behind, nextAttemptAt } = item;
  if (behind !== null) {
    return (
      <>
        Behind{" "}
        <button
          type="button"
          onClick={() => onOpen(behind.offset)}
          className="focus-ring rounded text-link hover:underline"
        >
          {behind.eventType}
        </button>
      </>
    );
  }
  if (nextAttemptAt === null) return "With the next turn";
  return nextAttemptAt.getTime() <= Date.now() ? (
    <span suppressHydrationWarning>Now</span>
  ) : (
    <RelativeTime at={nextAttemptAt.toISOString()} />
  );
}
