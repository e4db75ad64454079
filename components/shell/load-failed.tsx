"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/components/ui/controls/button";
import { Callout } from "@/components/ui/data/callout";

/** Stands where a page could not be read. */
export function LoadFailed({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div className="mx-auto w-full max-w-3xl p-4">
      <h1 className="sr-only">This page could not be loaded</h1>
      <Callout
        tone="danger"
        title="This page could not be loaded"
        announce
        actions={
          <Button size="sm" onPress={retry}>
            Try again
          </Button>
        }
      >
        The server could not read what belongs here; nothing was changed. The server's log says more
        {error.digest ? ` under digest ${error.digest}` : ""}.
      </Callout>
    </div>
  );
}
