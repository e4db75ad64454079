import { ScrollText } from "lucide-react";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import { AUDIT_ACTIONS } from "@/lib/admin/audit/audit-action";
import type { AuditEntry } from "@/lib/admin/audit/list-audit-log";
import { AuditFilters } from "./audit-filters";
import { auditHref, auditWords } from "./audit-words";

const COLUMNS: readonly Column[] = [
  { key: "at", title: "Time" },
  { key: "actor", title: "Who" },
  { key: "action", title: "What" },
  { key: "details", title: "Details", wideOnly: true },
];

interface AuditLogProps {
  readonly projectId: number;
  readonly entries: readonly AuditEntry[];
  readonly actors: readonly string[];
  /** Null on the last page. */
  readonly olderHref: string | null;
}

export function AuditLog({ projectId, entries, actors, olderHref }: AuditLogProps) {
  return (
    <>
      <AuditFilters actors={actors} />
      <Card flush>
        {entries.length > 0 ? (
          <Table label="Audit log" columns={COLUMNS} stacked>
            {entries.map((entry) => (
              <AuditRow key={entry.id} entry={entry} projectId={projectId} />
            ))}
          </Table>
        ) : (
          <EmptyState icon={<ScrollText aria-hidden size={22} />} title="No such entries">
            Change the filters.
          </EmptyState>
        )}
      </Card>
      {olderHref !== null && (
        <div className="flex justify-center">
          <ButtonLink href={olderHref}>Older entries</ButtonLink>
        </div>
      )}
    </>
  );
}

function AuditRow({
  entry,
  projectId,
}: {
  readonly entry: AuditEntry;
  readonly projectId: number;
}) {
  const words = auditWords(entry);
  const href = auditHref(entry, projectId);
  return (
    <TableRow>
      <TableCell className="align-top text-muted">
        <LocalTime at={entry.at.toISOString()} />
      </TableCell>
      <TableCell className="align-top sm:min-w-48 sm:[overflow-wrap:anywhere]">
        {entry.actor}
      </TableCell>
      <TableCell className="align-top sm:min-w-32 sm:[overflow-wrap:anywhere]">
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <p>{AUDIT_ACTIONS[entry.action]}</p>
          <p className="font-medium">
            {href === null ? (
              entry.target
            ) : (
              <Link href={href} className="text-link underline-offset-2 hover:underline">
                {entry.target}
              </Link>
            )}
          </p>
          <p className="text-muted text-xs md:hidden">{words}</p>
        </div>
      </TableCell>
      <TableCell wideOnly className="align-top text-muted text-sm [overflow-wrap:anywhere]">
        {words}
      </TableCell>
    </TableRow>
  );
}
