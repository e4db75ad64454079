"use client";

import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import type { ActionResult } from "@/lib/web/action-result";

export interface TestChannelProps {
  readonly id: number;
  readonly target: string;
  readonly test: (input: {
    id: number;
  }) => Promise<ActionResult<{ readonly isSent: boolean; readonly answer: string }>>;
}

/** Sends a message at once, and says what was answered. */
export function TestChannelButton({ id, target, test }: TestChannelProps) {
  const [isPending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    const result = await test({ id });
    setPending(false);
    if (!result.ok) toast.error(result.message);
    else if (result.value.isSent) toast.success(`${target} has taken the test message`);
    else toast.error(`Not taken. ${result.value.answer}`);
  };
  return (
    <Button
      size="sm"
      isPending={isPending}
      aria-label={`Send a test message to ${target}`}
      onPress={() => void press()}
    >
      Send test
    </Button>
  );
}
