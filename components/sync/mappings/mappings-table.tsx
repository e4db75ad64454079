import { ArrowLeft, Check } from "lucide-react";
import type { ReactNode } from "react";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

const COLUMNS = [
  { key: "parameter", title: "Parameter Name" },
  { key: "amplitude", title: "Amplitude Property" },
  { key: "required", title: "Required" },
  { key: "recommended", title: "Recommended" },
  { key: "default", title: "Default Amplitude Property" },
] as const;

/** Of the name that stands beside the control of a mapping. */
export const mappingLabelId = (mappingId: string): string => `mapping-${mappingId}`;

/** The list of available mappings; `source` stands beside the name of each. */
export function MappingsTable({
  definition,
  source,
}: {
  readonly definition: ConnectorDefinition;
  readonly source: (mappingId: string) => ReactNode;
}) {
  return (
    <Table label="Mappings" columns={COLUMNS} stacked>
      {definition.mappings.map((mapping) => (
        <TableRow key={mapping.id}>
          <TableCell>
            <span className="flex min-w-32 items-center justify-between gap-3 font-semibold">
              <span id={mappingLabelId(mapping.id)}>{mapping.label}</span>
              <ArrowLeft aria-hidden size={16} className="shrink-0 text-muted max-sm:hidden" />
            </span>
          </TableCell>
          <TableCell>{source(mapping.id)}</TableCell>
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
