"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui/data/skeleton";
import { useWhenIdle } from "@/components/ui/use-when-idle";
import type { NameListProps } from "./name-list";

const load = () => import("./name-list");
const NameList = lazy(async () => ({ default: (await load()).NameList }));

/** The list of a picker; its code is fetched when idle, so that a page with a closed picker does not wait for it. */
export function LazyNameList(props: NameListProps) {
  return (
    <Suspense
      fallback={
        <div className="p-3">
          <Skeleton className="h-72 w-full" />
        </div>
      }
    >
      <NameList {...props} />
    </Suspense>
  );
}

/** Call it where a picker can be opened. */
export const useNameListSoon = (): void => useWhenIdle(load);
