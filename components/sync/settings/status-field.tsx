"use client";

import { useController } from "react-hook-form";
import type { SettingsControl } from "@/components/sync/settings/form-schema";
import { Switch } from "@/components/ui/switch";

/** The Status toggle, and in words what turning it will do once saved. */
export function StatusField({
  control,
  wasEnabled,
}: {
  readonly control: SettingsControl;
  readonly wasEnabled: boolean;
}) {
  const { field } = useController({ control, name: "enabled" });
  return (
    <div className="flex flex-col gap-2">
      <Switch label="Status" isSelected={field.value} onChange={field.onChange} />
      <p aria-live="polite" className="max-w-2xl text-muted text-sm empty:hidden">
        {consequence(wasEnabled, field.value)}
      </p>
    </div>
  );
}

function consequence(wasEnabled: boolean, enabled: boolean): string {
  if (wasEnabled === enabled) return "";
  return enabled
    ? "Once saved, events that arrive from now on are sent. What arrived before is not."
    : "Once saved, nothing more is sent. What waits for a retry stays as it is until you enable the sync again; events that arrive while it is disabled are not sent later.";
}
