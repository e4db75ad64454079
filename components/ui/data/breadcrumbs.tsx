import { ChevronRight } from "lucide-react";
import Link from "next/link";

export interface Crumb {
  readonly label: string;
  /** Absent for the page itself, the last one. */
  readonly href?: string;
}

export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-x-1 text-sm">
        {crumbs.map((crumb, index) => (
          <li
            key={`${crumb.label} ${crumb.href ?? ""}`}
            className="flex min-w-0 items-center gap-1"
          >
            {index > 0 && <ChevronRight aria-hidden size={13} className="shrink-0 text-faint" />}
            {crumb.href ? (
              <Link
                href={crumb.href}
                className="min-w-0 rounded text-link underline-offset-2 hover:underline"
              >
                {crumb.label}
              </Link>
            ) : (
              <span
                aria-current={index === crumbs.length - 1 ? "page" : undefined}
                className="min-w-0 text-muted [overflow-wrap:anywhere]"
              >
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
