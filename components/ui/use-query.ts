"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";

/** New values of query parameters by name; the empty text removes one. */
type Changes = Readonly<Record<string, string>>;

/**
 * The latest change whose page has not come yet: until then the address is still the one before, and a second change
 * builds on the first.
 */
let asked = { pathname: "", from: "", to: "" };

/** Reads and changes the query of the page's address, where every filter and every open panel lives. */
export function useQuery() {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const addressWith = (changes: Changes): string => {
    const from = params.toString();
    const isUnderWay = asked.pathname === pathname && asked.from === from;
    const next = new URLSearchParams(isUnderWay ? asked.to : from);
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    asked = { pathname, from, to: next.toString() };
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
