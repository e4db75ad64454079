"use client";

import type { ReactNode } from "react";
import { EditMode } from "@/components/sync/edit-mode";
import { type LoadUserProperties, valueOrThrow } from "@/components/sync/sync-verbs";
import type { MappingsFormProps } from "./mappings-form";

const loadForm = () => import("./mappings-form");

interface MappingsTabProps
  extends Omit<MappingsFormProps, "userProperties" | "onSaved" | "onCancel"> {
  readonly loadUserProperties: LoadUserProperties;
  /** View mode. */
  readonly children: ReactNode;
}

/** The Mappings tab: view mode until Edit is pressed. */
export function MappingsTab({ loadUserProperties, children, ...props }: MappingsTabProps) {
  const load = async () => {
    const [{ MappingsForm }, userProperties] = await Promise.all([
      loadForm(),
      loadUserProperties({
        projectId: props.sync.projectId,
        partner: props.sync.partner,
      }).then(valueOrThrow),
    ]);
    return { MappingsForm, userProperties };
  };
  return (
    <EditMode view={children} warm={loadForm} load={load} startsEditing={false}>
      {({ MappingsForm, userProperties }, leave) => (
        <MappingsForm {...props} {...leave} userProperties={userProperties} />
      )}
    </EditMode>
  );
}
