"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";

/** The page's query parameters; setting one to the empty text or null removes it. The page is read again. */
export function useQuery() {
  const router = useRouter();
  const params = useSearchParams();
  const [isPending, startTransition] = useTransition();
  const set = (changes: { readonly [name: string]: string | null }) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    if (next.toString() === params.toString()) return;
    startTransition(() => router.replace(`?${next}`, { scroll: false }));
  };
  return { params, set, isPending };
}
