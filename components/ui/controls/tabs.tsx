"use client";

import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";

interface TabDefinition {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Tabs inside a page. Tabs that are pages of their own are LinkTabs. */
export function Tabs({
  label,
  tabs,
  onChange,
}: {
  readonly label: string;
  readonly tabs: readonly TabDefinition[];
  /** Another one was selected. */
  readonly onChange?: () => void;
}) {
  return (
    <AriaTabs
      className="flex min-w-0 flex-col gap-3"
      {...(onChange === undefined ? {} : { onSelectionChange: onChange })}
    >
      <TabList
        aria-label={label}
        className="flex w-fit max-w-full overflow-x-auto rounded border border-line-strong"
      >
        {tabs.map(({ id, label: title }) => (
          <Tab
            key={id}
            id={id}
            className="cursor-pointer whitespace-nowrap border-line-strong px-3 py-1 text-sm outline-offset-[-2px] not-first:border-l data-hovered:bg-hover data-selected:bg-accent-soft data-selected:font-medium data-selected:text-accent-ink data-focus-visible:outline-2 data-focus-visible:outline-accent"
          >
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="focus-ring min-w-0 rounded">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
