"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatQuantity } from "@/components/ui/text/format-number";
import { afterKey } from "./after-key";
import { AllOrNone } from "./all-or-none";
import { type NameOption, searchNames, type ToNew, withTyped } from "./name-option";
import { NameRows, rowId } from "./name-rows";
import { layOut, scrollTo } from "./row-layout";
import { useWidth } from "./use-width";

export interface NameListProps {
  /** Names the list: "Event properties". */
  readonly label: string;
  /** Label and placeholder of the search box. */
  readonly searchLabel: string;
  readonly options: readonly NameOption[];
  readonly mode: "single" | "multiple";
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly toNew: ToNew;
  /** Said with the list, e.g. what to do while there is nothing to choose from. */
  readonly note?: string | undefined;
  readonly autoFocus?: boolean;
}

const NOWHERE = -1;

/** Search over a list of any length: the arrow keys move in the list while the search box keeps the focus. */
export function NameList(props: NameListProps) {
  const { options, toNew, mode, chosen } = props;
  const isMultiple = mode === "multiple";
  const listId = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(NOWHERE);
  const { widthPx, ref } = useWidth();
  const scroller = useRef<HTMLDivElement>(null);
  const found = useMemo(() => searchNames(options, query), [options, query]);
  const items = useMemo(() => withTyped(found, query, toNew), [found, query, toNew]);
  const layout = useMemo(() => layOut(items, widthPx), [items, widthPx]);

  // A list that a search makes shorter keeps its place: what it stands in does not jump.
  const [tallestPx, setTallest] = useState(0);
  if (layout.heightPx > tallestPx) setTallest(layout.heightPx);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && active !== NOWHERE) box.scrollTop = scrollTo(layout, active, box.scrollTop);
  }, [active, layout]);

  const pick = (option: NameOption) => {
    if (option.caution?.kind === "reserved") return;
    props.onChange(isMultiple ? toggled(chosen, option.id) : new Set([option.id]));
  };
  const search = (text: string) => {
    setQuery(text);
    setActive(NOWHERE);
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const option = active === NOWHERE && query.trim() !== "" ? items.find(isFree) : items[active];
      if (option !== undefined) pick(option);
      return;
    }
    const next = afterKey(event.key, active, items.length);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
  };

  return (
    <div ref={ref}>
      <div className="flex items-center gap-2 rounded-t border-line border-b px-3 focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-2">
        <Search aria-hidden size={16} className="shrink-0 text-muted" />
        <input
          type="search"
          role="combobox"
          aria-label={props.searchLabel}
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active === NOWHERE ? undefined : rowId(listId, active)}
          autoComplete="off"
          spellCheck={false}
          placeholder={props.searchLabel}
          value={query}
          onChange={(event) => search(event.target.value)}
          onKeyDown={onKeyDown}
          {...(props.autoFocus ? { autoFocus: true } : {})}
          className="h-10 w-full min-w-0 bg-transparent text-ink outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        <span role="status" className="sr-only">
          {query.trim() === "" ? "" : formatQuantity(found.length, "name")}
        </span>
      </div>
      {isMultiple && <AllOrNone found={found} chosen={chosen} onChange={props.onChange} />}
      <div style={{ minHeight: tallestPx }}>
        <div className={items.length === 0 ? "sr-only" : ""}>
          <NameRows
            listId={listId}
            label={props.label}
            items={items}
            isMultiple={isMultiple}
            chosen={chosen}
            active={active}
            layout={layout}
            ref={scroller}
            onPick={pick}
          />
        </div>
        <Note text={items.length === 0 ? whyEmpty(query, props.note) : props.note} />
      </div>
    </div>
  );
}

function Note({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : <p className="p-3 text-muted text-sm">{text}</p>;
}

const whyEmpty = (query: string, note = "No names seen yet: type one to add it."): string =>
  query.trim() === "" ? note : "No name matches.";

const isFree = (option: NameOption) => option.caution?.kind !== "reserved";
const toggled = (chosen: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  chosen.has(id) ? new Set([...chosen].filter((other) => other !== id)) : new Set([...chosen, id]);
