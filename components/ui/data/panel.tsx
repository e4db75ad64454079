"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Disclosure, DisclosurePanel } from "react-aria-components/Disclosure";
import { Heading } from "react-aria-components/Heading";

interface PanelProps {
  readonly title: string;
  readonly summary?: ReactNode;
  readonly defaultExpanded?: boolean;
  readonly level?: 2 | 3 | 4;
  /** Each other number opens it. */
  readonly opened?: number;
  readonly children: ReactNode;
}

/** Bordered box with a chevron. `summary` is one line that is read while it is closed. */
export function Panel({
  title,
  summary,
  defaultExpanded = false,
  level = 3,
  opened = 0,
  children,
}: PanelProps) {
  const [isOpen, setOpen] = useState(defaultExpanded);
  const [seen, setSeen] = useState(opened);
  if (opened !== seen) {
    setSeen(opened);
    setOpen(true);
  }
  return (
    <Disclosure
      isExpanded={isOpen}
      onExpandedChange={setOpen}
      className="group rounded-md border border-line bg-surface"
    >
      {({ isExpanded }) => (
        <>
          <Heading level={level}>
            <Button
              slot="trigger"
              className="focus-ring flex w-full items-center gap-2.5 rounded-md px-4 py-3 text-left text-ink hover:bg-sunken"
            >
              <ChevronRight
                aria-hidden
                size={16}
                className="shrink-0 text-muted transition-transform group-data-expanded:rotate-90"
              />
              <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
                {!isExpanded && summary !== undefined && (
                  <span className="text-muted text-sm">{summary}</span>
                )}
              </span>
            </Button>
          </Heading>
          <DisclosurePanel>
            <div className="px-4 pt-1 pb-4">{children}</div>
          </DisclosurePanel>
        </>
      )}
    </Disclosure>
  );
}
