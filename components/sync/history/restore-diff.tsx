import { describeChange } from "@/components/sync/field-change";
import { fieldTitle } from "@/components/sync/field-titles";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { Diff } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

const COLUMNS = [
  { key: "field", title: "Field" },
  { key: "now", title: "Now" },
  { key: "after", title: "After restoring" },
];

/** What restoring changes, and what it does beyond the fields. */
export function RestoreDiff({
  definition,
  diff,
}: {
  readonly definition: ConnectorDefinition;
  readonly diff: Diff;
}) {
  return (
    <>
      <p className="text-muted">
        It is saved as a new version. Credentials stay those stored now.
        {statusText(diff["enabled"]?.to)}
      </p>
      <Table label="Differences" columns={COLUMNS} stacked>
        {Object.entries(diff).map(([path, change]) => {
          const { from, to } = describeChange(definition, path, change.from, change.to);
          return (
            <TableRow key={path}>
              <TableCell className="align-top font-medium max-sm:font-semibold">
                {fieldTitle(definition, path)}
              </TableCell>
              <TableCell label="Now" className="whitespace-pre-line break-words align-top">
                {from}
              </TableCell>
              <TableCell label="After" className="whitespace-pre-line break-words align-top">
                {to}
              </TableCell>
            </TableRow>
          );
        })}
      </Table>
    </>
  );
}

function statusText(enabled: unknown): string {
  if (enabled === true) {
    return " Restoring enables the sync: events that arrive from then on are sent, what arrived before is not.";
  }
  return enabled === false ? " Restoring disables the sync: nothing more is sent." : "";
}
