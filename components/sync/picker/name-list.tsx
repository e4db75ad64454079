"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { AllOrNone } from "@/components/sync/picker/all-or-none";
import {
  type NameOption,
  searchNames,
  type ToNew,
  withTyped,
} from "@/components/sync/picker/name-option";
import { NameRow } from "@/components/sync/picker/name-row";
import { cx } from "@/components/ui/cx";

const ROW_PX = 48;
const ROWS_SHOWN_MAX = 7;

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
  readonly autoFocus?: boolean;
}

/** Search over a virtual list: the arrow keys move in the list while the search box keeps the focus. */
export function NameList(props: NameListProps) {
  const { options, toNew, mode } = props;
  const [query, setQuery] = useState("");
  const [openedAtMs] = useState(() => Date.now());
  const deferred = useDeferredValue(query);
  const found = useMemo(() => searchNames(options, deferred), [options, deferred]);
  const items = useMemo(() => withTyped(found, deferred, toNew), [found, deferred, toNew]);
  const reserved = useMemo(
    () => items.filter((item) => item.caution?.kind === "reserved").map((item) => item.id),
    [items],
  );

  /** Enter right after typing, before the list has marked its first name, takes that name. */
  const takeFirst = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (event.currentTarget.hasAttribute("aria-activedescendant")) return;
    event.preventDefault();
    const shown = withTyped(searchNames(options, query), query, toNew);
    const first = shown.find((option) => option.caution?.kind !== "reserved");
    if (query.trim() !== "" && first !== undefined) {
      props.onChange(mode === "single" ? new Set([first.id]) : toggled(props.chosen, first.id));
    }
  };

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField
        aria-label={props.searchLabel}
        autoFocus={props.autoFocus ?? false}
        className="flex items-center gap-2 rounded-t border-line border-b px-3 focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-2"
      >
        <Search aria-hidden size={16} className="shrink-0 text-muted" />
        <Input
          role="combobox"
          aria-expanded="true"
          placeholder={props.searchLabel}
          onKeyDown={takeFirst}
          className="h-10 w-full min-w-0 bg-transparent text-ink outline-none [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      {mode === "multiple" && (
        <AllOrNone found={found} chosen={props.chosen} onChange={props.onChange} />
      )}
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_PX }}>
        <ListBox
          aria-label={props.label}
          items={items}
          selectionMode={mode}
          selectedKeys={props.chosen}
          disabledKeys={reserved}
          escapeKeyBehavior="none"
          onSelectionChange={(keys) => keys !== "all" && props.onChange(toNames(keys))}
          className={cx("focus-ring overflow-y-auto", items.length === 0 && "p-3")}
          style={{ height: heightOf(items.length) }}
          renderEmptyState={() => <NothingFound searched={deferred.trim() !== ""} />}
        >
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className="group h-full cursor-pointer outline-none data-disabled:cursor-not-allowed"
            >
              <NameRow option={option} multiple={mode === "multiple"} nowMs={openedAtMs} />
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
    </Autocomplete>
  );
}

const heightOf = (count: number) => Math.min(Math.max(count, 1), ROWS_SHOWN_MAX) * ROW_PX;
const toggled = (chosen: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  chosen.has(id) ? new Set([...chosen].filter((other) => other !== id)) : new Set([...chosen, id]);
const toNames = (keys: Iterable<string | number>) => new Set([...keys].map(String));

function NothingFound({ searched }: { readonly searched: boolean }) {
  return (
    <p className="text-muted text-sm">
      {searched ? "No name matches." : "No names seen yet: type one to add it."}
    </p>
  );
}
