"use client";

import type { ActionResult } from "@/lib/web/action-result";
import { RemoveButton } from "./remove-button";

interface RevokeKeyButtonProps {
  readonly projectId: number;
  readonly id: number;
  readonly label: string;
  readonly revoke: (input: { projectId: number; id: number }) => Promise<ActionResult<unknown>>;
}

export function RevokeKeyButton({ projectId, id, label, revoke }: RevokeKeyButtonProps) {
  return (
    <RemoveButton
      id={id}
      label={`Revoke ${label}`}
      verb="Revoke"
      title="Revoke API key"
      remove={(input) => revoke({ projectId, ...input })}
    >
      Uploads with {label} are refused from now on: what is sent with it is lost. This cannot be
      undone.
    </RemoveButton>
  );
}
