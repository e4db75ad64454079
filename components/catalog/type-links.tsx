import Link from "next/link";
import { cx } from "@/components/ui/cx";

interface TypeLinksProps {
  /** Address of the tab without a filter. */
  readonly base: string;
  readonly types: readonly string[];
  readonly current: string | undefined;
}

/** Select a type of integration, such as Event Streaming. */
export function TypeLinks({ base, types, current }: TypeLinksProps) {
  return (
    <nav aria-label="Type">
      <ul className="flex flex-wrap gap-2">
        {[undefined, ...types].map((type) => (
          <li key={type ?? ""}>
            <Link
              href={type === undefined ? base : `${base}&type=${encodeURIComponent(type)}`}
              aria-current={type === current ? "true" : undefined}
              className={cx(
                "flex min-h-8 items-center rounded-full border px-3.5 transition-colors",
                type === current
                  ? "border-accent-line bg-accent-soft font-semibold text-accent-ink"
                  : "border-line-strong bg-surface text-ink hover:bg-sunken",
              )}
            >
              {type ?? "All"}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
