export const popoverStyle =
  "rounded-md border border-line bg-surface text-ink shadow-float outline-none";
/** An item of a menu or a list box. */
export const itemStyle =
  "flex cursor-pointer items-center gap-2 rounded px-2.5 py-1.5 text-base text-ink outline-none data-focused:bg-hover data-disabled:cursor-not-allowed data-disabled:text-faint";
