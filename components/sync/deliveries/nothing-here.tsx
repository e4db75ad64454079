import { Send } from "lucide-react";
import type { SyncRef } from "@/components/sync/sync-verbs";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { EmptyState } from "@/components/ui/data/empty-state";
import type { View } from "./delivery-filter";

interface NothingHereProps {
  readonly view: View;
  readonly isFiltered: boolean;
  /** True when there is more to look through. */
  readonly hasMore: boolean;
  /** Why the filters are refused. */
  readonly refused: string | null;
  readonly sync: SyncRef & { readonly enabled: boolean };
}

/** A view without rows: why, and what to do next. */
export function NothingHere({ view, isFiltered, hasMore, refused, sync }: NothingHereProps) {
  const { id, projectId, enabled } = sync;
  const project = `/projects/${projectId}`;
  if (refused !== null) return <EmptyState title="Too many people">{refused}</EmptyState>;
  if (hasMore) return <EmptyState title="Nothing found so far">Look further below.</EmptyState>;
  if (isFiltered) {
    return <EmptyState title="Nothing matches">Change or clear the filters.</EmptyState>;
  }
  if (view === "waiting") {
    return <EmptyState title="Nothing waits">Every event that was read has ended.</EmptyState>;
  }
  if (view === "filtered") {
    return (
      <EmptyState title="Nothing was filtered">
        Every event that the log holds and the sync has read was selected.
      </EmptyState>
    );
  }
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
