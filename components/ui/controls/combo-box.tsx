"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import {
  ComboBox as AriaComboBox,
  type ComboBoxProps as AriaComboBoxProps,
} from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { cx } from "@/components/ui/cx";
import {
  descriptionStyle,
  errorStyle,
  inputStyle,
  labelStyle,
} from "@/components/ui/forms/field-style";
import { itemStyle, popoverStyle } from "./popover-style";

interface ComboBoxItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
}

interface ComboBoxProps
  extends Omit<AriaComboBoxProps<ComboBoxItem>, "className" | "children" | "style"> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly placeholder?: string;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly className?: string;
}

/** Search in a list; with `allowsCustomValue` also what is not in it. */
export function ComboBox({
  label,
  hideLabel = false,
  placeholder,
  description,
  error,
  className,
  ...props
}: ComboBoxProps) {
  return (
    <AriaComboBox
      {...props}
      isInvalid={error !== undefined}
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Label className={hideLabel ? "sr-only" : labelStyle}>{label}</Label>
      <span className="relative flex">
        <Input
          {...(placeholder === undefined ? {} : { placeholder })}
          className={cx(inputStyle, "pr-9")}
        />
        <Button className="focus-ring absolute top-1 right-1 grid size-7 place-items-center rounded text-muted hover:bg-hover">
          <ChevronDown aria-hidden size={16} />
        </Button>
      </span>
      {description !== undefined && (
        <Text slot="description" className={descriptionStyle}>
          {description}
        </Text>
      )}
      <FieldError className={errorStyle}>{error}</FieldError>
      <Popover className={cx(popoverStyle, "w-(--trigger-width) min-w-60")}>
        <ListBox<ComboBoxItem>
          className="max-h-80 overflow-auto p-1 outline-none"
          renderEmptyState={() => <p className="px-2.5 py-2 text-muted">Nothing found</p>}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className={itemStyle}>
              <span className="flex min-w-0 flex-1 flex-col">
                <Text slot="label" className="break-words">
                  {item.label}
                </Text>
                {item.description && (
                  <Text slot="description" className={descriptionStyle}>
                    {item.description}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
