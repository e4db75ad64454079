import type { NameOption } from "./name-option";

const ROW_PX = 48;
/** A caution in two lines. */
const TALL_ROW_PX = 64;
const NARROW_PX = 520;
const ROWS_SHOWN_MAX = 7;
/** Rows drawn beyond each edge, so that a quick scroll shows no gap. */
const ROWS_BEYOND = 6;

export interface RowLayout {
  /** Where each row begins in px, and after the last one the height of all. */
  readonly tops: Float64Array;
  /** Height of the box that shows them. */
  readonly heightPx: number;
}

/** Places every row; in a narrow list a caution takes two lines. Pure. */
export function layOut(options: readonly NameOption[], widthPx: number): RowLayout {
  const cautionPx = widthPx < NARROW_PX ? TALL_ROW_PX : ROW_PX;
  const tops = new Float64Array(options.length + 1);
  let top = 0;
  options.forEach((option, index) => {
    top += option.caution === undefined ? ROW_PX : cautionPx;
    tops[index + 1] = top;
  });
  return { tops, heightPx: Math.max(ROW_PX, Math.min(top, ROWS_SHOWN_MAX * ROW_PX)) };
}

/** First row to draw and the one after the last, for a scroll position. Pure. */
export function visibleRows(
  { tops, heightPx }: RowLayout,
  scrollTop: number,
): readonly [from: number, to: number] {
  const count = tops.length - 1;
  const from = rowAt(tops, scrollTop) - ROWS_BEYOND;
  const to = rowAt(tops, scrollTop + heightPx) + 1 + ROWS_BEYOND;
  return [Math.max(0, Math.min(from, count)), Math.min(to, count)];
}

/** Index of the row that covers a height, found by halving. */
function rowAt(tops: Float64Array, px: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The scroll position that shows a row whole, moving as little as possible. Pure. */
export function scrollTo({ tops, heightPx }: RowLayout, row: number, scrollTop: number): number {
  const top = tops[row] ?? 0;
  const bottom = tops[row + 1] ?? top;
  if (top < scrollTop) return top;
  return bottom > scrollTop + heightPx ? bottom - heightPx : scrollTop;
}
