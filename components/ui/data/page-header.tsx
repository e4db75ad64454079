import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

interface PageHeaderProps {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly mark?: ReactNode;
  /** Beside the title, e.g. a status pill. */
  readonly status?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}

/** Breadcrumbs, the page's one h1 and its actions. */
export function PageHeader({
  title,
  crumbs = [],
  mark,
  status,
  description,
  actions,
}: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1.5">
      {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 items-start gap-3">
          {mark && <span className="mt-0.5 shrink-0">{mark}</span>}
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 className="min-w-0 break-words font-semibold text-2xl text-ink tracking-[-0.01em]">
                {title}
              </h1>
              {status}
            </div>
            {description && <div className="mt-0.5 max-w-3xl text-muted">{description}</div>}
          </div>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
