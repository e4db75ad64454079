const PAGE_ROWS = 6;

/** The row that a key leads to from the present one (-1: none yet); null when the key is not for the list. Pure. */
export function afterKey(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return active + 1 >= count ? 0 : active + 1;
    case "ArrowUp":
      return active <= 0 ? count - 1 : active - 1;
    case "PageDown":
      return Math.min(count - 1, active + PAGE_ROWS);
    case "PageUp":
      return Math.max(0, active - PAGE_ROWS);
    default:
      return null;
  }
}
