import Link from "next/link";
import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { PersonDetail } from "@/lib/admin/people/person";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";

const COLUMNS: readonly Column[] = [
  { key: "event", title: "Event" },
  { key: "sync", title: "Sync", wideOnly: true },
  { key: "outcome", title: "Outcome" },
  { key: "identifier", title: "Identifier", wideOnly: true },
  { key: "time", title: "Time" },
];

/** What the destinations got about this person, and what they did not. */
export function UserDeliveries({
  projectId,
  deliveries,
}: {
  readonly projectId: number;
  readonly deliveries: PersonDetail["deliveries"];
}) {
  return (
    <Card title="What the destinations got" flush>
      {deliveries.length === 0 ? (
        <p className="px-5 py-4 text-muted">
          Nothing yet: no sync has settled an event of this user.
        </p>
      ) : (
        <Table label="Deliveries" columns={COLUMNS}>
          {deliveries.map((delivery) => (
            <TableRow key={delivery.id}>
              <TableCell className="break-words">{delivery.eventType}</TableCell>
              <TableCell wideOnly>
                <Link
                  href={`/projects/${projectId}/destinations/${delivery.syncId}/deliveries`}
                  className="rounded text-link hover:underline"
                >
                  {delivery.syncName}
                </Link>
              </TableCell>
              <TableCell>
                <StatusPill tone={FATE_TONES[delivery.outcome]}>
                  {fateLabel(delivery.outcome, delivery.destination)}
                </StatusPill>
                {delivery.message && (
                  <p className="mt-0.5 max-w-80 break-words text-muted text-xs">
                    {delivery.message}
                  </p>
                )}
              </TableCell>
              <TableCell wideOnly className="[overflow-wrap:anywhere] text-muted">
                {delivery.identifier ?? "none"}
              </TableCell>
              <TableCell>
                <LocalTime at={delivery.settledAt.toISOString()} />
              </TableCell>
            </TableRow>
          ))}
        </Table>
      )}
    </Card>
  );
}
