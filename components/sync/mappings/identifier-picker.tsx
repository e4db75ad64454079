"use client";

import { ChevronDown } from "lucide-react";
import { useController } from "react-hook-form";
import { chipStyle, emptyChipStyle } from "@/components/sync/filter/chip-style";
import { errorStyle } from "@/components/ui/forms/field-style";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { NamePicker } from "@/components/ui/name-picker/name-picker";
import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { propertyLabel } from "@/lib/admin/names/property-label";
import type { MappingsControl } from "./form-schema";
import { newIdentifier } from "./identifier-options";

interface IdentifierPickerProps {
  readonly control: MappingsControl;
  readonly options: readonly NameOption[];
  /** Id of the element that names the control. */
  readonly labelledBy: string;
}

export function IdentifierPicker({ control, options, labelledBy }: IdentifierPickerProps) {
  const { field, fieldState } = useController({ control, name: "settings.identifier" });
  const value = field.value ?? "";
  return (
    <div data-field="settings.identifier">
      <NamePicker
        label="User properties"
        labelledBy={labelledBy}
        searchLabel="Search user properties"
        className={value === "" ? `${emptyChipStyle} gap-2` : chipStyle}
        options={options}
        chosen={value}
        onChoose={field.onChange}
        toNew={newIdentifier}
      >
        {value === "" ? (
          "Select user property…"
        ) : (
          <>
            <TributaryMark />
            <span className="min-w-0 break-words">{propertyLabel(value)}</span>
          </>
        )}
        <ChevronDown aria-hidden size={16} className="shrink-0 text-muted" />
      </NamePicker>
      {fieldState.error?.message !== undefined && (
        <p className={errorStyle}>{fieldState.error.message}</p>
      )}
    </div>
  );
}
