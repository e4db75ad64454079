"use client";

import type { ReactNode, Ref } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from "react-aria-components/TextField";
import { cx } from "@/components/ui/cx";
import { descriptionStyle, errorStyle, inputStyle, labelStyle } from "./field-style";

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, "className" | "children" | "style"> {
  readonly label: string;
  readonly description?: ReactNode;
  /** Shown under the field and announced; the field is then invalid. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  /** Monospace, for keys and ids. */
  readonly mono?: boolean;
  /** More than one makes a text area. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string;
  /** Beside the input, e.g. a button; `inside` lays it over the input's right end. */
  readonly after?: ReactNode;
  readonly inside?: boolean;
}

/** Spread a react-hook-form Controller's `field` into it: value, onChange (with the text), onBlur, name. */
export function TextField({
  label,
  description,
  error,
  placeholder,
  mono,
  rows = 1,
  inputRef,
  className,
  after,
  inside = false,
  ...props
}: TextFieldProps) {
  const look = cx(inputStyle, mono && "font-mono text-sm", inside && "pr-10");
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField
      {...props}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Label className={labelStyle}>{label}</Label>
      <span className={cx("flex min-w-0 items-center", inside ? "relative" : "gap-2")}>
        {rows > 1 ? (
          <TextArea {...hint} rows={rows} className={cx(look, "h-auto py-2")} />
        ) : (
          <Input {...hint} {...(inputRef ? { ref: inputRef } : {})} className={look} />
        )}
        {inside ? <span className="absolute right-1 inline-flex">{after}</span> : after}
      </span>
      {description !== undefined && error === undefined && (
        <Text slot="description" className={descriptionStyle}>
          {description}
        </Text>
      )}
      <FieldError className={errorStyle}>{error}</FieldError>
    </AriaTextField>
  );
}
