export const labelStyle = "text-ink text-sm font-medium";
export const descriptionStyle = "text-muted text-xs";
export const errorStyle = "text-danger-ink text-xs font-medium";
/** A text input, or the button of a select. */
export const inputStyle =
  "h-9 w-full min-w-0 rounded border border-line-strong bg-surface px-3 text-base text-ink transition-colors hover:border-faint focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted data-invalid:border-danger aria-invalid:border-danger";
