"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { IconButton } from "@/components/ui/controls/icon-button";
import { errorStyle } from "@/components/ui/forms/field-style";
import { NamePicker } from "@/components/ui/name-picker/name-picker";
import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { eventLabel } from "@/lib/admin/names/property-label";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { Clause, EventRow } from "@/lib/engine/pipeline/transform/settings";
import { chipStyle } from "./chip-style";
import { ClauseEditor } from "./clause-editor";
import type { ErrorAt } from "./error-at";
import { type FilterNames, newEvent } from "./filter-names";
import { RowLetterBadge } from "./row-letter-badge";
import { useKeptFocus } from "./use-kept-focus";

interface EventRowEditorProps {
  readonly letter: string;
  /** Path in the form. */
  readonly field: string;
  readonly row: EventRow;
  readonly names: FilterNames;
  readonly errorAt: ErrorAt;
  readonly onChange: (row: EventRow) => void;
  readonly onRemove: () => void;
}

const EMPTY_CLAUSE: Clause = { property: "", op: "is", values: [] };

export function EventRowEditor(props: EventRowEditorProps) {
  const { letter, row, names, errorAt, onChange } = props;
  const setWhere = (where: Clause[]) => onChange({ ...row, where });
  const error = errorAt("event");
  const adder = useKeptFocus<HTMLSpanElement>(row.where.length);
  return (
    <fieldset
      data-field={props.field}
      aria-label={`Row ${letter}`}
      className="flex min-w-0 flex-col gap-1"
    >
      <div className="flex items-center gap-3">
        <RowLetterBadge letter={letter} />
        <div className="min-w-0 flex-1">
          <NamePicker
            label="Events"
            searchLabel="Search events"
            className={chipStyle}
            options={names.events}
            chosen={row.event}
            onChoose={(event) => onChange({ ...row, event })}
            toNew={newEvent}
          >
            <TributaryMark />
            <span className="min-w-0 break-words">{eventLabel(row.event)}</span>
          </NamePicker>
        </div>
        <span ref={adder} className="contents">
          <Button
            kind="quiet"
            size="sm"
            aria-label={`where: add a filter to row ${letter}`}
            onPress={() => setWhere([...row.where, EMPTY_CLAUSE])}
          >
            <Plus aria-hidden size={15} />
            where
          </Button>
        </span>
        <IconButton size="sm" label={`Remove row ${letter}`} onPress={props.onRemove}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      {error !== undefined && <p className={errorStyle}>{error}</p>}
      {row.where.map((clause, index) => (
        <ClauseEditor
          key={rowLetter(index)}
          name={`Filter ${index + 1} of row ${letter}`}
          field={`${props.field}.where.${index}`}
          first={index === 0}
          clause={clause}
          properties={names.properties}
          errorAt={(path) => errorAt(`where.${index}.${path}`)}
          onChange={(changed) => setWhere(row.where.with(index, changed))}
          onRemove={() => setWhere(row.where.toSpliced(index, 1))}
        />
      ))}
    </fieldset>
  );
}
