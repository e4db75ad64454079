"use client";

import { NamesPicker } from "@/components/ui/name-picker/names-picker";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { EventRow } from "@/lib/engine/pipeline/transform/settings";
import { emptyChipStyle } from "./chip-style";
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
  const adder = useKeptFocus<HTMLDivElement>(rows.length);
  const replace = (index: number, row: EventRow) => onChange(rows.with(index, row));
  const remove = (index: number) => onChange(rows.toSpliced(index, 1));
  const choose = (events: readonly string[]) => onChange(withEvents(rows, events));
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <EventRowEditor
          key={rowLetter(index)}
          letter={rowLetter(index)}
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
          chosen={[...new Set(rows.map((row) => row.event))]}
          onChoose={choose}
          toNew={newEvent}
          note={names.events.length <= 1 ? NO_EVENTS_YET : undefined}
        >
          Select events…
        </NamesPicker>
      </div>
    </div>
  );
}

/** The rows whose event is still chosen, then a row for each newly chosen one. */
function withEvents(rows: readonly EventRow[], events: readonly string[]): EventRow[] {
  const chosen = new Set(events);
  const kept = rows.filter((row) => chosen.has(row.event));
  const known = new Set(kept.map((row) => row.event));
  const added = events.filter((event) => !known.has(event)).map((event) => ({ event, where: [] }));
  return [...kept, ...added];
}
