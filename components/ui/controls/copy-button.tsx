"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { useCopy } from "./use-copy";

interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  readonly iconOnly?: boolean;
  readonly size?: "sm" | "md";
  readonly kind?: "secondary" | "quiet";
}

/** `label` says what is copied: `Copy API key`. With `iconOnly` it is the tooltip. */
export function CopyButton({
  text,
  label = "Copy",
  iconOnly = false,
  size = "sm",
  kind = "secondary",
}: CopyButtonProps) {
  const { copied, copy } = useCopy(text);
  const icon = copied ? (
    <Check aria-hidden size={14} className="text-positive-ink" />
  ) : (
    <Copy aria-hidden size={14} />
  );
  return (
    <>
      {iconOnly ? (
        <IconButton label={label} size={size} onPress={copy}>
          {icon}
        </IconButton>
      ) : (
        <Button kind={kind} size={size} onPress={copy}>
          {icon}
          {label}
        </Button>
      )}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
