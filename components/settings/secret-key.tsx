"use client";

import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { KeyField } from "@/components/ui/forms/key-field";
import type { ActionResult } from "@/lib/web/action-result";

/** The key of the delivery metrics call; fetched only when asked for. */
export function SecretKey({
  projectId,
  reveal,
}: {
  readonly projectId: number;
  readonly reveal: (input: {
    projectId: number;
  }) => Promise<ActionResult<{ readonly secretKey: string }>>;
}) {
  const [key, setKey] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const show = () =>
    startTransition(async () => {
      const result = await reveal({ projectId });
      if (result.ok) setKey(result.value.secretKey);
      else toast.error(result.message);
    });
  if (key !== null) {
    return (
      <div className="flex flex-col items-start gap-2 [&>:first-child]:w-full">
        <KeyField
          label="Secret key"
          value={key}
          description="With the API key it reads delivery metrics. Keep it out of apps and browsers."
        />
        <Button size="sm" onPress={() => setKey(null)}>
          Hide secret key
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-1.5">
      <p className="font-medium text-sm">Secret key</p>
      <p className="text-muted text-xs">
        With the API key it reads delivery metrics. Keep it out of apps and browsers.
      </p>
      <Button size="sm" isPending={isPending} onPress={show}>
        Show secret key
      </Button>
    </div>
  );
}
