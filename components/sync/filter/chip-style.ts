/** A chip of the filter builder that opens something. */
export const chipStyle =
  "focus-ring inline-flex min-h-8 min-w-0 max-w-full items-center gap-2 rounded-[3px] border border-accent-line bg-accent-soft px-2.5 py-0.5 text-left text-accent-ink transition-colors data-hovered:border-accent data-pressed:bg-hover";

/** The same chip where it only shows. */
export const stillChipStyle =
  "inline-flex min-h-8 min-w-0 max-w-full items-center gap-2 rounded-[3px] border border-accent-line bg-accent-soft px-2.5 py-0.5 text-accent-ink";

/** Where something is still to be chosen. */
export const emptyChipStyle =
  "focus-ring inline-flex min-h-8 items-center rounded-[3px] bg-accent-soft/60 px-2.5 py-0.5 text-muted italic transition-colors data-hovered:bg-accent-soft";

/** The same on the pale blue of a clause. */
export const emptyClauseChipStyle =
  "focus-ring inline-flex min-h-8 items-center rounded-[3px] bg-surface/70 px-2.5 py-0.5 text-muted italic transition-colors data-hovered:bg-surface";
