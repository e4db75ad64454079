"use client";

import { ArrowUp, X } from "lucide-react";
import { useController } from "react-hook-form";
import { emptyChipStyle, stillChipStyle } from "@/components/sync/filter/chip-style";
import { IconButton } from "@/components/ui/controls/icon-button";
import { errorStyle } from "@/components/ui/forms/field-style";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { NamePicker } from "@/components/ui/name-picker/name-picker";
import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { propertyLabel } from "@/lib/admin/names/property-label";
import { Fallbacks } from "./fallbacks";
import type { MappingsControl } from "./form-schema";
import { newIdentifier } from "./identifier-options";

interface FallbackListProps {
  readonly label: string;
  readonly control: MappingsControl;
  readonly options: readonly NameOption[];
}

/** Edits the properties that stand in for the identifier: add, remove, move up. */
export function FallbackList({ label, control, options }: FallbackListProps) {
  const { field, fieldState } = useController({ control, name: "settings.fallbackIdentifiers" });
  const chosen = field.value ?? [];
  const without = (property: string) => chosen.filter((one) => one !== property);
  const moveUp = (index: number) => {
    const property = chosen[index];
    if (property === undefined) return;
    field.onChange(without(property).toSpliced(index - 1, 0, property));
  };
  return (
    <Fallbacks
      label={label}
      more={
        <div>
          <NamePicker
            label="Fallback identifiers"
            searchLabel="Search user properties"
            className={emptyChipStyle}
            options={options.filter(({ id }) => !chosen.includes(id))}
            chosen={null}
            onChoose={(property) => field.onChange([...without(property), property])}
            toNew={newIdentifier}
          >
            Add fallback…
          </NamePicker>
          {fieldState.error?.message !== undefined && (
            <p className={errorStyle}>{fieldState.error.message}</p>
          )}
        </div>
      }
    >
      {chosen.map((property, index) => (
        <li key={property}>
          <span className="inline-flex max-w-[calc(100%-2rem)] items-center gap-1 align-middle">
            <span className={stillChipStyle}>
              <TributaryMark />
              <span className="min-w-0 break-words">{propertyLabel(property)}</span>
            </span>
            {index > 0 && (
              <IconButton
                size="sm"
                label={`Ask ${propertyLabel(property)} earlier`}
                onPress={() => moveUp(index)}
              >
                <ArrowUp aria-hidden size={16} />
              </IconButton>
            )}
            <IconButton
              size="sm"
              tone="danger"
              label={`Remove ${propertyLabel(property)}`}
              onPress={() => field.onChange(without(property))}
            >
              <X aria-hidden size={16} />
            </IconButton>
          </span>
        </li>
      ))}
    </Fallbacks>
  );
}
