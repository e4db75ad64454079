"use client";

import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { PasswordField } from "./password-field";
import { TextField, type TextFieldProps } from "./text-field";

interface FormTextFieldProps<Values extends FieldValues, Output>
  extends Omit<TextFieldProps, "name" | "value" | "onChange" | "onBlur" | "error" | "inputRef"> {
  readonly control: Control<Values, unknown, Output>;
  readonly name: FieldPath<Values>;
}

/** A text field bound to react-hook-form; `type="password"` can be shown and hidden. */
export function FormTextField<Values extends FieldValues, Output>({
  control,
  name,
  ...props
}: FormTextFieldProps<Values, Output>) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control, name });
  const bound = {
    ...props,
    name,
    value: typeof field.value === "string" ? field.value : "",
    onChange: (text: string) => field.onChange(text),
    onBlur: field.onBlur,
    inputRef: field.ref,
    error: fieldState.error?.message,
  };
  return props.type === "password" ? <PasswordField {...bound} /> : <TextField {...bound} />;
}
