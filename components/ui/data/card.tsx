import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  /** No padding around the children, e.g. for a table. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly level?: 2 | 3;
  /** The head stays in sight while the card is scrolled. */
  readonly stickyHead?: boolean;
}

/** White box with a thin border. With a title it has a head row; `actions` stand at its right end. */
export function Card({
  title,
  description,
  actions,
  children,
  flush = false,
  className,
  level = 2,
  stickyHead = false,
}: CardProps) {
  const Title = level === 2 ? "h2" : "h3";
  return (
    <section className={cx("min-w-0 rounded-md border border-line bg-surface", className)}>
      {title !== undefined && (
        <header
          className={cx(
            "flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-2.5 last:border-b-0 sm:px-5",
            stickyHead && "sticky top-13 lg:top-0 z-10 rounded-t-md bg-surface",
          )}
        >
          <div className="min-w-0">
            <Title className="font-semibold text-ink text-lg">{title}</Title>
            {description && <p className="text-muted text-sm">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {flush ? children : <div className="px-4 py-4 sm:px-5">{children}</div>}
    </section>
  );
}
