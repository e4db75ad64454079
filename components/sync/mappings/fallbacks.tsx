import type { ReactNode } from "react";

interface FallbacksProps {
  readonly label: string;
  /** Items of an ordered list. */
  readonly children: ReactNode;
  /** What adds one. */
  readonly more?: ReactNode;
}

/** The properties that stand in for the identifier, in their order. */
export function Fallbacks({ label, children, more }: FallbacksProps) {
  return (
    <section
      aria-label={label}
      className="flex flex-col gap-2.5 border-line border-t px-4 py-4 sm:px-5"
    >
      <p>
        <span className="font-semibold">{label}</span>{" "}
        <span className="text-muted text-sm">
          An event without a value in the identifier is sent under the first of these that has one.
        </span>
      </p>
      <ol className="flex list-inside list-decimal flex-col gap-2 marker:text-muted">{children}</ol>
      {more}
    </section>
  );
}
