import { ArrowRight, Check } from "lucide-react";
import type { ReactNode } from "react";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

const columnsOf = (displayName: string) => [
  { key: "amplitude", title: "Amplitude property" },
  { key: "field", title: `${displayName} field` },
  { key: "required", title: "Required" },
  { key: "recommended", title: "Recommended" },
  { key: "default", title: "Default Amplitude Property" },
];

/** The list of available mappings; `source` stands on the Amplitude side of each row. */
export function MappingsTable({
  definition,
  source,
}: {
  readonly definition: ConnectorDefinition;
  readonly source: (mappingId: string) => ReactNode;
}) {
  return (
    <Table label="Mappings" columns={columnsOf(definition.displayName)} stacked>
      {definition.mappings.map((mapping) => (
        <TableRow key={mapping.id}>
          <TableCell>{source(mapping.id)}</TableCell>
          <TableCell>
            <span className="flex min-w-32 items-center gap-3 font-semibold">
              <ArrowRight aria-hidden size={16} className="shrink-0 text-muted max-sm:rotate-90" />
              {mapping.label}
            </span>
          </TableCell>
          <TableCell label="Required">
            <YesNo yes={mapping.required} />
          </TableCell>
          <TableCell label="Recommended">
            <YesNo yes={mapping.recommended} />
          </TableCell>
          <TableCell label="Default">{mapping.default.label}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

function YesNo({ yes }: { readonly yes: boolean }) {
  return (
    <span className="relative inline-block">
      {yes ? (
        <Check aria-hidden size={17} className="text-positive-ink" />
      ) : (
        <span aria-hidden className="text-muted sm:hidden">
          No
        </span>
      )}
      <span className="sr-only">{yes ? "Yes" : "No"}</span>
    </span>
  );
}
