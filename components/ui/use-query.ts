"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";

/** New values of query parameters by name; the empty text removes one. */
type Changes = Readonly<Record<string, string>>;

/** Reads and changes the query of the page's address, where every filter and every open panel lives. */
export function useQuery() {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const addressWith = (changes: Changes): string => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    return next.size === 0 ? pathname : `${pathname}?${next}`;
  };
  return {
    /** The empty text for a parameter that is not there. */
    read: (name: string): string => params.get(name) ?? "",
    /** Asks the server for the page again, in place of the entry in the browser's history. */
    set: (changes: Changes) => router.replace(addressWith(changes), { scroll: false }),
    /** As `set`, as a step that the browser can go back. */
    go: (changes: Changes) => router.push(addressWith(changes)),
    /** Only the address changes: what the page shows of it, it has already. */
    note: (changes: Changes) => window.history.pushState(null, "", addressWith(changes)),
  };
}
