"use client";

import { useController } from "react-hook-form";
import type { AskBacklog } from "@/components/sync/sync-verbs";
import { Checkbox } from "@/components/ui/controls/checkbox";
import { Switch } from "@/components/ui/controls/switch";
import { formatQuantity } from "@/components/ui/text/format-number";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { SettingsControl } from "./form-schema";
import { startingText, stoppingText } from "./status-text";
import { useBacklog } from "./use-backlog";

interface StatusFieldProps {
  readonly control: SettingsControl;
  readonly sync: Sync;
  readonly ask: AskBacklog;
  readonly sendMissed: boolean;
  readonly onSendMissed: (sendMissed: boolean) => void;
}

/** The Status toggle, in words what turning it will do once saved, and whether to send what was missed. */
export function StatusField({ control, sync, ask, sendMissed, onSendMissed }: StatusFieldProps) {
  const { field } = useController({ control, name: "enabled" });
  const isTurned = field.value !== sync.enabled;
  const backlog = useBacklog(sync, ask, isTurned);
  const missed = backlog?.missed ?? null;
  const turn = (on: boolean) => {
    onSendMissed(false);
    field.onChange(on);
  };
  return (
    <div className="flex flex-col gap-3">
      <Switch label="Status" isSelected={field.value} onChange={turn} />
      <p aria-live="polite" className="max-w-2xl text-muted text-sm empty:hidden">
        {isTurned && (field.value ? startingText(backlog, sendMissed) : stoppingText(backlog))}
      </p>
      {isTurned && field.value && missed !== null && missed > 0 && (
        <Checkbox isSelected={sendMissed} onChange={onSendMissed}>
          <span>
            Also send what arrived while disabled{" "}
            <span className="tabular text-muted">({formatQuantity(missed, "event")})</span>
          </span>
        </Checkbox>
      )}
    </div>
  );
}
