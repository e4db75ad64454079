"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { NamesPicker } from "@/components/ui/name-picker/names-picker";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import { ALL_EVENTS, type EventRow } from "@/lib/engine/pipeline/transform/settings";
import { emptyChipStyle } from "./chip-style";
import { describeRows } from "./describe-rows";
import type { ErrorAt } from "./error-at";
import { EventRowEditor } from "./event-row-editor";
import { type FilterNames, NO_EVENTS_YET, newEvent } from "./filter-names";
import { RowLetterBadge } from "./row-letter-badge";
import { useKeptFocus } from "./use-kept-focus";

interface FilterBuilderProps {
  readonly rows: readonly EventRow[];
  readonly onChange: (rows: EventRow[]) => void;
  readonly names: FilterNames;
  readonly errorAt: ErrorAt;
}

/** "Select and filter events": rows A, B, … and the empty row that adds more. */
export function FilterBuilder({ rows, onChange, names, errorAt }: FilterBuilderProps) {
  const [isAskingAll, setAskingAll] = useState(false);
  const adder = useKeptFocus<HTMLDivElement>(rows.length);
  const replace = (index: number, row: EventRow) => onChange(rows.with(index, row));
  const remove = (index: number) => onChange(rows.toSpliced(index, 1));
  const add = (events: readonly string[]) => {
    if (!events.includes(ALL_EVENTS)) return onChange([...rows, ...events.map(rowOf)]);
    if (rows.every((row) => row.where.length === 0)) return onChange([rowOf(ALL_EVENTS)]);
    setAskingAll(true);
  };
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <EventRowEditor
          key={rowLetter(index)}
          letter={rowLetter(index)}
          field={`settings.eventRows.${index}`}
          row={row}
          names={names}
          errorAt={(path) => errorAt(`${index}.${path}`)}
          onChange={(changed) => replace(index, changed)}
          onRemove={() => remove(index)}
        />
      ))}
      <div ref={adder} className="flex items-center gap-3 py-1">
        <RowLetterBadge letter={rowLetter(rows.length)} />
        <NamesPicker
          label="Events"
          searchLabel="Search events"
          className={emptyChipStyle}
          options={names.events}
          chosen={NOTHING}
          onChoose={add}
          toNew={newEvent}
          note={names.events.length <= 1 ? NO_EVENTS_YET : undefined}
        >
          Select events…
        </NamesPicker>
      </div>
      <ConfirmDialog
        title="Replace the rows with All Events?"
        confirmLabel="Replace"
        cancelLabel="Keep the rows"
        isOpen={isAskingAll}
        onOpenChange={setAskingAll}
        onConfirm={async () => {
          onChange([rowOf(ALL_EVENTS)]);
          return true;
        }}
      >
        <p>
          All Events sends every event, whatever it is. {describeRows(rows)} would go from the form;
          nothing is saved yet.
        </p>
      </ConfirmDialog>
    </div>
  );
}

const NOTHING: readonly string[] = [];
const rowOf = (event: string): EventRow => ({ event, where: [] });
