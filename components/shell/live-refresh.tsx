"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/** Reads the page's data again and again while it is looked at. One request at a time. */
export function LiveRefresh({ everyMs = 2000 }: { readonly everyMs?: number }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  useEffect(() => {
    if (isPending) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [isPending, everyMs, router]);
  return null;
}
