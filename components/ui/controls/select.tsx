"use client";

import { Check, ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import { cx } from "@/components/ui/cx";
import {
  descriptionStyle,
  errorStyle,
  inputStyle,
  labelStyle,
} from "@/components/ui/forms/field-style";
import { itemStyle, popoverStyle } from "./popover-style";

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** One of a few fixed options. For long lists use a combobox. */
export function Select<Value extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  description,
  error,
  isDisabled = false,
  className,
}: SelectProps<Value>) {
  const choose = (key: unknown) => {
    const option = options.find((candidate) => candidate.value === key);
    if (option) onChange(option.value);
  };
  return (
    <AriaSelect
      value={value}
      onChange={choose}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Label className={hideLabel ? "sr-only" : labelStyle}>{label}</Label>
      <Button
        className={cx(inputStyle, "flex items-center justify-between gap-2 text-left outline-none")}
      >
        <SelectValue className="min-w-0 truncate [&_[slot=description]]:hidden [&_[slot=label]]:truncate" />
        <ChevronDown aria-hidden size={16} className="shrink-0 text-muted" />
      </Button>
      {description !== undefined && (
        <Text slot="description" className={descriptionStyle}>
          {description}
        </Text>
      )}
      <FieldError className={errorStyle}>{error}</FieldError>
      <Popover className={cx(popoverStyle, "min-w-(--trigger-width)")}>
        <ListBox className="max-h-80 overflow-auto p-1 outline-none">
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={itemStyle}
            >
              {({ isSelected }) => (
                <>
                  <span className="flex min-w-0 flex-1 flex-col">
                    <Text slot="label">{option.label}</Text>
                    {option.description && (
                      <Text slot="description" className={descriptionStyle}>
                        {option.description}
                      </Text>
                    )}
                  </span>
                  {isSelected && <Check aria-hidden size={15} className="shrink-0 text-link" />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
