"use client";

import { useController } from "react-hook-form";
import { Select } from "@/components/ui/controls/select";
import { NumberField } from "@/components/ui/forms/number-field";
import { TextField } from "@/components/ui/forms/text-field";
import type { ParameterDefinition } from "@/lib/engine/connectors/parameters";
import type { SettingsControl } from "./form-schema";
import { SecretField } from "./secret-field";

export interface ParameterFieldProps {
  readonly parameter: ParameterDefinition;
  readonly control: SettingsControl;
  /** Of a stored secret its last four characters. */
  readonly hint: string | undefined;
}

/** The field of one parameter, by what its connector declares. */
export function ParameterField(props: ParameterFieldProps) {
  switch (props.parameter.kind) {
    case "secret":
      return <SecretField {...props} />;
    case "enum":
      return <EnumField {...props} />;
    case "number":
      return <WholeNumberField {...props} />;
    case "string":
      return <StringField {...props} />;
  }
}

/** What stands under a field; the first ones are explained by their labels. */
const helpOf = ({ advanced, description }: ParameterDefinition) =>
  advanced ? { description } : {};

function EnumField({ parameter, control }: ParameterFieldProps) {
  const { field, fieldState } = useController({ control, name: `config.${parameter.id}` });
  return (
    <Select
      {...helpOf(parameter)}
      label={parameter.label}
      options={parameter.enumValues}
      value={String(field.value ?? parameter.default)}
      onChange={field.onChange}
      error={fieldState.error?.message}
      className={parameter.advanced ? "" : "max-w-60"}
    />
  );
}

function WholeNumberField({ parameter, control }: ParameterFieldProps) {
  const { field, fieldState } = useController({ control, name: `config.${parameter.id}` });
  return (
    <NumberField
      {...helpOf(parameter)}
      label={parameter.label}
      name={field.name}
      value={Number(field.value ?? parameter.default)}
      onChange={field.onChange}
      onBlur={field.onBlur}
      error={fieldState.error?.message}
    />
  );
}

function StringField({ parameter, control }: ParameterFieldProps) {
  const { field, fieldState } = useController({ control, name: `config.${parameter.id}` });
  return (
    <TextField
      {...helpOf(parameter)}
      label={parameter.label}
      name={field.name}
      value={String(field.value ?? "")}
      onChange={field.onChange}
      onBlur={field.onBlur}
      inputRef={field.ref}
      error={fieldState.error?.message}
      autoComplete="off"
      spellCheck="false"
      mono
    />
  );
}
