import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

// Keyboard users scroll a region by focusing it.
const scrollable = { tabIndex: 0 } as const;

/** A named box that scrolls on its own. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={label} className={cx("relative", className)} {...scrollable}>
      {children}
    </section>
  );
}
