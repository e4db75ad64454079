"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Callout } from "@/components/ui/data/callout";

const keyOf = (projectId: number): string => `first-steps-${projectId}`;

/** Notes in this tab that the first steps were on screen. */
export function RememberSteps({ projectId }: { readonly projectId: number }) {
  useEffect(() => sessionStorage.setItem(keyOf(projectId), "shown"), [projectId]);
  return null;
}

/** To whoever has just seen the first steps: that the last one is done, too. Until it is dismissed. */
export function StepsDone({ projectId }: { readonly projectId: number }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(sessionStorage.getItem(keyOf(projectId)) !== null), [projectId]);
  if (!isShown) return null;
  const dismiss = () => {
    sessionStorage.removeItem(keyOf(projectId));
    setShown(false);
  };
  return (
    <Callout
      tone="positive"
      title="All three steps are done"
      announce
      actions={<Button onPress={dismiss}>Dismiss</Button>}
    >
      An event was sent, the destination is connected, and the first event was delivered.
    </Callout>
  );
}
