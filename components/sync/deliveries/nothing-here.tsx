import { Send } from "lucide-react";
import type { SyncRef } from "@/components/sync/sync-verbs";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { EmptyState } from "@/components/ui/data/empty-state";

interface NothingHereProps {
  readonly isFiltered: boolean;
  readonly sync: SyncRef & { readonly enabled: boolean };
}

/** The delivery log without rows: why, and what to do next. */
export function NothingHere({ isFiltered, sync }: NothingHereProps) {
  const { id, projectId, enabled } = sync;
  if (isFiltered) {
    return <EmptyState title="Nothing matches">Change or clear the filters.</EmptyState>;
  }
  const project = `/projects/${projectId}`;
  return (
    <EmptyState
      icon={<Send aria-hidden size={20} />}
      title="Nothing sent yet"
      action={
        enabled ? (
          <ButtonLink href={`${project}/sources`}>How to send an event</ButtonLink>
        ) : (
          <ButtonLink kind="primary" href={`${project}/destinations/${id}/settings?edit=1`}>
            Edit settings
          </ButtonLink>
        )
      }
    >
      {enabled
        ? "As soon as a selected event arrives, what became of it appears here."
        : "This sync is disabled. Turn its Status to Enabled in the settings, then send an event."}
    </EmptyState>
  );
}
