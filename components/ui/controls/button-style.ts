import { cx } from "@/components/ui/cx";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger" | "danger-quiet";
export type ButtonSize = "sm" | "md";

const KINDS: Record<ButtonKind, string> = {
  primary:
    "border-transparent bg-accent text-on-accent hover:bg-accent-hover disabled:bg-chip disabled:text-faint",
  secondary:
    "border-line-strong bg-surface text-ink hover:bg-hover disabled:border-line disabled:text-faint",
  quiet: "border-transparent bg-transparent text-ink hover:bg-hover disabled:text-faint",
  danger:
    "border-transparent bg-danger text-on-accent hover:bg-danger-hover disabled:bg-chip disabled:text-faint",
  "danger-quiet":
    "border-line-strong bg-surface text-danger-ink hover:border-danger hover:bg-danger-soft disabled:text-faint",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-sm",
  md: "h-9 gap-2 px-3.5 text-base",
};

/** The look of a button, for real buttons and for links that look like one. */
export const buttonStyle = (kind: ButtonKind, size: ButtonSize): string =>
  cx(
    "focus-ring inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded border font-medium transition-colors disabled:cursor-not-allowed [&>svg]:shrink-0",
    KINDS[kind],
    SIZES[size],
  );
