import type { Matching } from "@/lib/admin/events/count-matching";

/** What is selected for a change: rows of the page, or all that match the filters. */
export type Picked =
  | { readonly kind: "rows"; readonly keys: ReadonlySet<number> }
  | { readonly kind: "all"; readonly matching: Matching };

export const NOTHING: Picked = { kind: "rows", keys: new Set() };

export const countOf = (picked: Picked): number =>
  picked.kind === "rows" ? picked.keys.size : picked.matching.count;

/** The selection as the rows of a table take it. */
export interface Picks {
  readonly has: (key: number) => boolean;
  readonly toggle: (key: number) => void;
  /** Of all rows of the page that can be selected. */
  readonly page: "all" | "some" | "none";
  readonly togglePage: () => void;
}

/** Pure. */
export function picksOf(
  picked: Picked,
  selectable: readonly number[],
  onPick: (picked: Picked) => void,
): Picks {
  const isAll = picked.kind === "all";
  const keys = isAll ? new Set(selectable) : picked.keys;
  const of = (next: Iterable<number>) => onPick({ kind: "rows", keys: new Set(next) });
  const isWhole = selectable.length > 0 && selectable.every((key) => keys.has(key));
  return {
    has: (key) => keys.has(key),
    toggle: (key) =>
      keys.has(key) ? of([...keys].filter((each) => each !== key)) : of([...keys, key]),
    page: isWhole ? "all" : keys.size > 0 ? "some" : "none",
    togglePage: () => of(isWhole ? [] : selectable),
  };
}
