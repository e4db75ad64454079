"use client";

import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
} from "react-aria-components/NumberField";
import { Text } from "react-aria-components/Text";
import { cx } from "@/components/ui/cx";
import { descriptionStyle, errorStyle, inputStyle, labelStyle } from "./field-style";

export interface NumberFieldProps
  extends Omit<AriaNumberFieldProps, "className" | "children" | "style"> {
  readonly label: string;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly className?: string;
}

/** A whole number, typed; what is out of range is said, not silently changed. */
export function NumberField({ label, description, error, className, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField
      {...props}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      formatOptions={{ maximumFractionDigits: 0 }}
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Label className={labelStyle}>{label}</Label>
      <Input className={cx(inputStyle, "tabular")} />
      {description !== undefined && (
        <Text slot="description" className={descriptionStyle}>
          {description}
        </Text>
      )}
      <FieldError className={errorStyle}>{error}</FieldError>
    </AriaNumberField>
  );
}
