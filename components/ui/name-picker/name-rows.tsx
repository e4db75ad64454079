"use client";

import { type MouseEvent, type PointerEvent, type Ref, useState } from "react";
import type { NameOption } from "./name-option";
import { NameRow } from "./name-row";
import { type RowLayout, visibleRows } from "./row-layout";

interface NameRowsProps {
  readonly listId: string;
  readonly label: string;
  readonly items: readonly NameOption[];
  readonly isMultiple: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly active: number;
  readonly layout: RowLayout;
  readonly ref: Ref<HTMLDivElement>;
  readonly onPick: (option: NameOption) => void;
}

/** The list box: only the rows in sight are drawn, however many there are. The search box keeps the focus. */
export function NameRows(props: NameRowsProps) {
  const { listId, items, chosen, active, layout, isMultiple } = props;
  const [scrollTop, setScrollTop] = useState(0);
  const [openedAtMs] = useState(() => Date.now());
  const [from, to] = visibleRows(layout, scrollTop);
  const pick = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    const option = items[Number(row?.getAttribute("data-index") ?? -1)];
    if (option !== undefined) props.onPick(option);
  };
  const listBox = {
    role: "listbox",
    "aria-label": props.label,
    "aria-multiselectable": isMultiple || undefined,
    onClick: pick,
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === "mouse") event.preventDefault();
    },
  } as const;
  return (
    <div
      {...listBox}
      id={listId}
      ref={props.ref}
      className="relative overflow-y-auto overscroll-contain"
      style={{ height: layout.heightPx }}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div role="presentation" className="relative" style={{ height: layout.tops.at(-1) }}>
        {items.slice(from, to).map((option, at) => {
          const index = from + at;
          const topPx = layout.tops[index] ?? 0;
          return (
            <NameRow
              key={option.id}
              option={option}
              id={rowId(listId, index)}
              index={index}
              count={items.length}
              topPx={topPx}
              heightPx={(layout.tops[index + 1] ?? topPx) - topPx}
              isMultiple={isMultiple}
              isChosen={chosen.has(option.id)}
              isActive={index === active}
              nowMs={openedAtMs}
            />
          );
        })}
      </div>
    </div>
  );
}

export const rowId = (listId: string, index: number): string => `${listId}-${index}`;
