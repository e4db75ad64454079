"use client";

import { useState } from "react";
import { SettingsForm, type SettingsFormProps } from "@/components/sync/settings/settings-form";
import { SettingsView } from "@/components/sync/settings/settings-view";
import { useLatestSync } from "@/components/sync/use-latest-sync";

/** The Settings tab: view mode until Edit is pressed. */
export function SettingsTab(props: Omit<SettingsFormProps, "onSaved" | "onDone">) {
  const [isEditing, setEditing] = useState(false);
  const { sync, setSaved } = useLatestSync(props.sync);
  if (!isEditing) return <SettingsView sync={sync} onEdit={() => setEditing(true)} />;
  return (
    <SettingsForm {...props} sync={sync} onSaved={setSaved} onDone={() => setEditing(false)} />
  );
}
