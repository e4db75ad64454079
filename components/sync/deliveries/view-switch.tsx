"use client";

import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { useQuery } from "@/components/ui/use-query";
import { FILTER_PARAMS, VIEWS, type View } from "./delivery-filter";

const TITLES = { settled: "Settled", waiting: "Waiting", filtered: "Filtered" } as const;

/** Keeps the filters that every view has; an outcome, a reason and a page belong to one of them. */
const KEPT = FILTER_PARAMS.filter((name) => name !== "outcome" && name !== "reason");

/** What became of events: settled, still waiting, or not selected. */
export function ViewSwitch({ base, view }: { readonly base: string; readonly view: View }) {
  const query = useQuery();
  const hrefOf = (to: View) => {
    const params = new URLSearchParams(to === "settled" ? {} : { view: to });
    for (const name of KEPT) if (query.read(name) !== "") params.set(name, query.read(name));
    return params.size === 0 ? base : `${base}?${params}`;
  };
  return (
    <nav
      aria-label="Deliveries"
      className="flex w-fit rounded border border-line-strong bg-surface"
    >
      {VIEWS.map((each) => (
        <Link
          key={each}
          href={hrefOf(each)}
          scroll={false}
          aria-current={each === view ? "page" : undefined}
          className={cx(
            "whitespace-nowrap border-line-strong px-4 py-1.5 text-sm outline-offset-[-2px] transition-colors not-first:border-l first:rounded-l last:rounded-r",
            each === view
              ? "bg-accent-soft font-medium text-accent-ink"
              : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {TITLES[each]}
        </Link>
      ))}
    </nav>
  );
}
