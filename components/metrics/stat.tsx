import Link from "next/link";
import type { ReactNode } from "react";

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  /** The rows behind the figure. */
  readonly href?: string;
}

/** A figure with its name above and a remark below. */
export function Stat({ label, value, note, href }: StatProps) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 rounded-md border border-line bg-surface px-4 py-3.5 sm:px-5">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="tabular font-semibold text-2xl text-ink">
        {href === undefined ? (
          value
        ) : (
          <Link href={href} className="rounded underline-offset-4 hover:text-link hover:underline">
            {value}
          </Link>
        )}
      </dd>
      {note && <dd className="text-muted text-xs">{note}</dd>}
    </div>
  );
}
