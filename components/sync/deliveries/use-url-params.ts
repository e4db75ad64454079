"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";

/** Reads and changes the query of the page's URL; an empty value removes a parameter. */
export function useUrlParams() {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const urlWith = (changes: Readonly<Record<string, string>>): string => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString();
    return query === "" ? pathname : `${pathname}?${query}`;
  };
  return {
    read: (name: string): string => params.get(name) ?? "",
    /** Asks the server for the page again. */
    replace: (changes: Readonly<Record<string, string>>) =>
      router.replace(urlWith(changes), { scroll: false }),
    go: (changes: Readonly<Record<string, string>>) => router.push(urlWith(changes)),
    /** Only the address changes: what the page shows of it, it has already. */
    note: (changes: Readonly<Record<string, string>>) =>
      window.history.pushState(null, "", urlWith(changes)),
  };
}
