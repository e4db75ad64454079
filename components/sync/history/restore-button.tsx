"use client";

import { History } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { useWhenIdle } from "@/components/ui/use-when-idle";
import type { RestoreDialogProps } from "./restore-dialog";

const load = () => import("./restore-dialog");
const RestoreDialog = lazy(async () => ({ default: (await load()).RestoreDialog }));

/** Goes back to an earlier version, after its differences were looked at. */
export function RestoreButton(props: Omit<RestoreDialogProps, "onClose">) {
  const [isOpen, setOpen] = useState(false);
  useWhenIdle(load);
  return (
    <>
      <Button
        size="sm"
        aria-label={`Restore version ${props.restored}`}
        onPress={() => setOpen(true)}
      >
        <History aria-hidden size={14} />
        Restore
      </Button>
      <Suspense>{isOpen && <RestoreDialog {...props} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
