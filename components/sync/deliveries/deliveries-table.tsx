"use client";

import { cx } from "@/components/ui/cx";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount, formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Delivery } from "@/lib/admin/events/delivery";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import type { ListTableProps } from "./list-table-props";
import { EventCell, PickAll, PickCell, UserCell } from "./row-cells";

const COLUMNS: readonly Column[] = [
  { key: "time", title: "Time" },
  { key: "event", title: "Event" },
  { key: "user", title: "User" },
  { key: "outcome", title: "Outcome" },
  { key: "reason", title: "Reason" },
  { key: "attempts", title: "Attempts", align: "right", wideOnly: true },
  { key: "latency", title: "Latency", align: "right", wideOnly: true },
];

/** Only what did not arrive can be sent again. */
export const canRedeliver = ({ outcome }: Pick<Delivery, "outcome">): boolean =>
  outcome === "discarded" || outcome === "expired";

/** What was settled, in the order in which it was. */
export function DeliveriesTable(props: ListTableProps<Delivery>) {
  const { items, projectId, destination, picks, onOpen } = props;
  const pick: Column = { key: "pick", title: <PickAll picks={picks} /> };
  return (
    <Table label="Settled" columns={[pick, ...COLUMNS]} stacked>
      {items.map((item) => (
        <TableRow key={item.id}>
          <PickCell
            picks={picks}
            rowKey={item.id}
            name={`${item.eventType}, delivery ${item.id}`}
            canPick={canRedeliver(item)}
          />
          <TableCell className="text-sm">
            <LocalTime at={item.settledAt.toISOString()} />
          </TableCell>
          <EventCell name={item.eventType} onOpen={() => onOpen(item.id)} />
          <UserCell
            projectId={projectId}
            personId={item.personId}
            name={item.identifier ?? item.userId}
          />
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
        </TableRow>
      ))}
    </Table>
  );
}

const reasonOf = ({ reason, warnings }: Delivery, destination: string): string =>
  reason === "" ? warnings.join("; ") : reasonTitle(reason, destination);
