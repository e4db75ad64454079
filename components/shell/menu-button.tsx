"use client";

import { ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";

/** A row of the sidebar that opens a menu. */
export function MenuButton({
  label,
  icon,
  text,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly text: string;
}) {
  return (
    <Button className="focus-ring flex h-9 w-full items-center gap-2.5 rounded px-2.5 text-left text-ink transition-colors hover:bg-hover">
      {icon}
      <span className="min-w-0 flex-1 truncate">
        <span className="sr-only">{label}: </span>
        {text}
      </span>
      <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
    </Button>
  );
}
