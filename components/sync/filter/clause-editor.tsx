"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/controls/icon-button";
import { errorStyle } from "@/components/ui/forms/field-style";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { NamePicker } from "@/components/ui/name-picker/name-picker";
import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { propertyLabel } from "@/lib/admin/names/property-label";
import type { Clause } from "@/lib/engine/pipeline/transform/settings";
import { chipStyle, emptyClauseChipStyle } from "./chip-style";
import type { ErrorAt } from "./error-at";
import { newProperty } from "./filter-names";
import { OperatorSelect } from "./operator-select";
import { ValueChips } from "./value-chips";

interface ClauseEditorProps {
  readonly name: string;
  /** Path in the form. */
  readonly field: string;
  readonly first: boolean;
  readonly clause: Clause;
  readonly properties: readonly NameOption[];
  readonly errorAt: ErrorAt;
  readonly onChange: (clause: Clause) => void;
  readonly onRemove: () => void;
}

/** One clause: where · property · operator · values. Several clauses of a row must all hold. */
export function ClauseEditor(props: ClauseEditorProps) {
  const { name, clause, properties, errorAt, onChange } = props;
  const chosen = properties.find((option) => option.id === clause.property);
  const error = errorAt("property") ?? errorAt("values") ?? errorAt("op");
  return (
    <fieldset
      data-field={props.field}
      aria-label={name}
      className="min-w-0 rounded bg-accent-soft px-3 py-2 sm:pl-11"
    >
      <div className="flex items-start gap-2">
        <span className="w-11 shrink-0 pt-1.5 text-right text-muted">
          {props.first ? "where" : "and"}
        </span>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <NamePicker
            label="Properties"
            searchLabel="Search properties"
            className={clause.property === "" ? emptyClauseChipStyle : chipStyle}
            options={properties}
            chosen={clause.property}
            onChoose={(property) => onChange({ ...clause, property })}
            startsOpen={clause.property === ""}
            onLeave={() => {
              if (clause.property === "") props.onRemove();
            }}
            toNew={newProperty}
          >
            {clause.property === "" ? (
              "Select property…"
            ) : (
              <>
                <TributaryMark />
                <span className="min-w-0 break-words">{propertyLabel(clause.property)}</span>
              </>
            )}
          </NamePicker>
          <OperatorSelect value={clause.op} onChange={(op) => onChange({ ...clause, op })} />
          <ValueChips
            values={clause.values}
            example={chosen?.example}
            onChange={(values) => onChange({ ...clause, values })}
          />
        </div>
        <IconButton size="sm" className="mt-0.5" label={`Remove: ${name}`} onPress={props.onRemove}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      {error !== undefined && <p className={`${errorStyle} pt-1 pl-13`}>{error}</p>}
    </fieldset>
  );
}
