import { ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";

interface MenuRowProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly text: string;
}

/** Of the button around a MenuRow. */
export const menuRowStyle =
  "focus-ring flex h-9 w-full items-center gap-2.5 rounded px-2.5 text-left text-ink transition-colors hover:bg-hover";

/** What a row of the sidebar that opens a menu looks like. */
export function MenuRow({ label, icon, text }: MenuRowProps) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">
        <span className="sr-only">{label}: </span>
        {text}
      </span>
      <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
    </>
  );
}
