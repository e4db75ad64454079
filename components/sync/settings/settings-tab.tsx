"use client";

import { useState } from "react";
import { SettingsForm, type SettingsFormProps } from "@/components/sync/settings/settings-form";
import { SettingsView } from "@/components/sync/settings/settings-view";

/** The Settings tab: view mode until Edit is pressed. */
export function SettingsTab(props: Omit<SettingsFormProps, "onDone">) {
  const [isEditing, setEditing] = useState(false);
  if (!isEditing) return <SettingsView sync={props.sync} onEdit={() => setEditing(true)} />;
  return <SettingsForm {...props} onDone={() => setEditing(false)} />;
}
