"use client";

import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { NumberField, type NumberFieldProps } from "./number-field";

interface FormNumberFieldProps<Values extends FieldValues, Output>
  extends Omit<NumberFieldProps, "name" | "value" | "onChange" | "onBlur" | "error"> {
  readonly control: Control<Values, unknown, Output>;
  readonly name: FieldPath<Values>;
}

/** A number field bound to react-hook-form; left empty it is null. */
export function FormNumberField<Values extends FieldValues, Output>({
  control,
  name,
  ...props
}: FormNumberFieldProps<Values, Output>) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control, name });
  return (
    <NumberField
      {...props}
      name={name}
      value={typeof field.value === "number" ? field.value : Number.NaN}
      onChange={(value) => field.onChange(Number.isNaN(value) ? null : value)}
      onBlur={field.onBlur}
      error={fieldState.error?.message}
    />
  );
}
