import type { ReactNode } from "react";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { actualWords } from "@/lib/admin/events/clause-words";
import type { TracedProperty } from "@/lib/admin/syncs/test/traced-properties";
import type { JsonObject } from "@/lib/kernel/json";

const COLUMNS = [
  { key: "property", title: "Property" },
  { key: "value", title: "Value" },
  { key: "sent", title: "Sent?" },
] as const;

const UNSELECTED_MAX = 50;

interface TracedPropertiesProps {
  readonly title: string;
  readonly selected: readonly TracedProperty[];
  /** All that there was to choose from. */
  readonly all: JsonObject;
}

/** Each property: sent, selected and not there, there and not selected. */
export function TracedProperties({ title, selected, all }: TracedPropertiesProps) {
  const chosen = new Set(selected.map(({ name }) => name));
  const unselected = Object.keys(all).filter((name) => !chosen.has(name));
  const rest = unselected.length - UNSELECTED_MAX;
  if (selected.length === 0 && unselected.length === 0) {
    return <p className="text-muted text-sm">{title}: none selected, and it has none.</p>;
  }
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <Table label={title} columns={[{ ...COLUMNS[0], title }, COLUMNS[1], COLUMNS[2]]}>
        {[...selected].sort(sentFirst).map(({ name, value, leftOut }) => (
          <Property key={name} name={name} value={value === undefined ? "" : actualWords(value)}>
            {leftOut === null ? "Yes" : <NotSent>{`No: ${leftOut}`}</NotSent>}
          </Property>
        ))}
        {unselected.slice(0, UNSELECTED_MAX).map((name) => (
          <Property key={name} name={name} value={actualWords(all[name])}>
            <NotSent>No: not selected</NotSent>
          </Property>
        ))}
      </Table>
      {rest > 0 && <p className="px-5 py-2 text-muted text-sm">and {rest} more, not selected</p>}
    </div>
  );
}

const sentFirst = (one: TracedProperty, other: TracedProperty): number =>
  Number(one.leftOut !== null) - Number(other.leftOut !== null);

interface PropertyProps {
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Property({ name, value, children }: PropertyProps) {
  return (
    <TableRow>
      <TableCell className="[overflow-wrap:anywhere]">{name}</TableCell>
      <TableCell className="[overflow-wrap:anywhere]">{value}</TableCell>
      <TableCell>{children}</TableCell>
    </TableRow>
  );
}

const NotSent = ({ children }: { readonly children: string }) => (
  <span className="text-muted">{children}</span>
);
