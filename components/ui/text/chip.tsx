import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

interface ChipProps {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  /** E.g. the button that removes it. */
  readonly after?: ReactNode;
  readonly className?: string;
}

/** The blue chip of an event, a property, an operator or a value. */
export function Chip({ children, icon, after, className }: ChipProps) {
  return (
    <span className={cx(chipStyle, className)}>
      {icon}
      <span className="min-w-0 break-words">{children}</span>
      {after}
    </span>
  );
}

/** The same look for a button that is a chip. */
const chipStyle =
  "inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-[3px] border border-accent-line bg-accent-soft px-2 py-0.5 text-accent-ink text-base";

/** The small grey upper-case category, e.g. MESSAGING. */
export function CategoryChip({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-block rounded-[3px] bg-chip px-2 py-0.5 font-semibold text-2xs text-chip-ink uppercase tracking-wide">
      {children}
    </span>
  );
}
