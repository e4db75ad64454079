import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { TabStrip } from "./tab-strip";

interface LinkTab {
  readonly href: string;
  readonly label: string;
  /** Shown beside the label, outside its accessible name. */
  readonly count?: number;
}

interface LinkTabsProps {
  /** Names the navigation, e.g. `Catalog`. */
  readonly label: string;
  readonly tabs: readonly LinkTab[];
  readonly current: string;
  readonly after?: ReactNode;
}

/** Tabs that are pages: a row of links, the current one underlined. `current` is the href of the shown page. */
export function LinkTabs({ label, tabs, current, after }: LinkTabsProps) {
  return (
    <div className="flex items-end justify-between gap-4 border-line border-b">
      <TabStrip label={label}>
        <ul className="flex gap-1 pt-1">
          {tabs.map((tab) => {
            const isCurrent = tab.href === current;
            return (
              <li key={tab.href}>
                <Link
                  href={tab.href}
                  aria-current={isCurrent ? "page" : undefined}
                  className={cx(
                    "flex items-center gap-2 whitespace-nowrap rounded-t border-b-[3px] px-3 pt-1.5 pb-2 outline-offset-[-2px] transition-colors sm:px-4",
                    isCurrent
                      ? "border-accent font-semibold text-ink"
                      : "border-transparent text-muted hover:border-line-strong hover:text-ink",
                  )}
                >
                  {tab.label}
                  {tab.count !== undefined && (
                    <span
                      aria-hidden
                      className="tabular rounded-full bg-chip px-1.5 text-2xs text-chip-ink"
                    >
                      {tab.count}
                    </span>
                  )}
                </Link>
              </li>
            );
          })}
        </ul>
      </TabStrip>
      {after}
    </div>
  );
}
