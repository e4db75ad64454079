import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { ReferenceField } from "@/lib/web/api/reference";

const COLUMNS: readonly Column[] = [
  { key: "name", title: "Field" },
  { key: "type", title: "Type" },
  { key: "note", title: "Note", wideOnly: true },
];

/** By depth. */
const INDENTS = ["", "pl-4", "pl-8", "pl-12", "pl-16", "pl-20"];

interface FieldTableProps {
  readonly title: string;
  /** The call they belong to. */
  readonly of: string;
  readonly fields: readonly ReferenceField[];
}

/** Fields of a body or an answer; those of an object stand below it, further in. */
export function FieldTable({ title, of, fields }: FieldTableProps) {
  if (fields.length === 0) return null;
  return (
    <div className="min-w-0">
      <h4 className="mb-1.5 font-medium text-ink text-sm">{title}</h4>
      <div className="rounded-md border border-line">
        <Table label={`${title} of ${of}`} columns={COLUMNS}>
          {fields.map(({ path, name, type, isRequired, note, depth }) => (
            <TableRow key={path}>
              <TableCell className="whitespace-nowrap font-mono text-xs">
                <span className={INDENTS[depth]}>{name}</span>
              </TableCell>
              <TableCell className="text-muted text-sm [overflow-wrap:anywhere]">{type}</TableCell>
              <TableCell wideOnly className="text-muted text-sm">
                {[isRequired ? "" : "may be left out", note].filter(Boolean).join("; ")}
              </TableCell>
            </TableRow>
          ))}
        </Table>
      </div>
    </div>
  );
}
