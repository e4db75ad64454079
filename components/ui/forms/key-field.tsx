"use client";

import { CopyButton } from "@/components/ui/controls/copy-button";
import { TextField } from "./text-field";

/** A key or an id that can be read and copied, not changed. */
export function KeyField({
  label,
  value,
  description,
}: {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}) {
  return (
    <TextField
      label={label}
      value={value}
      isReadOnly
      mono
      {...(description === undefined ? {} : { description })}
      inside
      after={<CopyButton text={value} label={`Copy ${label}`} iconOnly />}
    />
  );
}
