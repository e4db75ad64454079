"use client";

import type { ReactNode } from "react";
import { EditMode } from "@/components/sync/edit-mode";
import { type LoadNames, valueOrThrow } from "@/components/sync/sync-verbs";
import type { SettingsFormProps } from "./settings-form";

const loadForm = () => import("./settings-form");

interface SettingsTabProps extends Omit<SettingsFormProps, "names" | "onSaved" | "onCancel"> {
  readonly loadNames: LoadNames;
  readonly startsEditing: boolean;
  /** View mode. */
  readonly children: ReactNode;
}

/** The Settings tab: view mode until Edit is pressed. */
export function SettingsTab(tab: SettingsTabProps) {
  const { loadNames, startsEditing, preset, children, ...props } = tab;
  const load = async () => {
    const [{ SettingsForm }, names] = await Promise.all([
      loadForm(),
      loadNames({ projectId: props.sync.projectId, partner: props.sync.partner }).then(
        valueOrThrow,
      ),
    ]);
    return { SettingsForm, names, preset };
  };
  return (
    <EditMode view={children} warm={loadForm} load={load} startsEditing={startsEditing}>
      {({ SettingsForm, ...loaded }, leave) => <SettingsForm {...props} {...leave} {...loaded} />}
    </EditMode>
  );
}
