"use client";

import { FieldPanel } from "@/components/sync/field-panel";
import { type ParameterDefinition, parameterPath } from "@/lib/engine/connectors/parameters";
import type { SettingsControl } from "./form-schema";
import { ParameterField } from "./parameter-field";

interface AdvancedFieldsProps {
  readonly parameters: readonly ParameterDefinition[];
  readonly control: SettingsControl;
  readonly hints: Readonly<Record<string, string>>;
}

/** What few have to change. */
export function AdvancedFields({ parameters, control, hints }: AdvancedFieldsProps) {
  const advanced = parameters.filter((parameter) => parameter.advanced);
  if (advanced.length === 0) return null;
  return (
    <FieldPanel
      title="Advanced"
      fields={advanced.map(parameterPath)}
      summary={listed(advanced.map(({ label }) => label))}
    >
      <div className="grid gap-5 md:grid-cols-3">
        {advanced.map((parameter) => (
          <ParameterField
            key={parameter.id}
            parameter={parameter}
            control={control}
            hint={hints[parameter.id]}
          />
        ))}
      </div>
    </FieldPanel>
  );
}

/** "Delivery mode, identifier type". */
const listed = (labels: readonly string[]): string =>
  labels
    .map((label, at) => (at === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1)))
    .join(", ");
