"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
} from "react-aria-components/SearchField";
import { cx } from "@/components/ui/cx";
import { inputStyle } from "./field-style";
import { useSlashKey } from "./use-slash-key";

interface SearchFieldProps extends Omit<AriaSearchFieldProps, "className" | "children" | "style"> {
  readonly label?: string;
  readonly placeholder?: string;
  readonly className?: string;
}

export function SearchField({
  label = "Search",
  placeholder = label,
  className,
  ...props
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(input);
  return (
    <AriaSearchField {...props} className={cx("group relative min-w-0", className)}>
      <Label className="sr-only">{label}</Label>
      <Search
        aria-hidden
        size={15}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <Input
        ref={input}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        className={cx(inputStyle, "px-8 [&::-webkit-search-cancel-button]:hidden")}
      />
      <Button
        aria-label="Clear search"
        className="focus-ring absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded text-muted hover:bg-hover group-data-empty:hidden"
      >
        <X aria-hidden size={14} />
      </Button>
    </AriaSearchField>
  );
}
