import { SyncActions } from "@/components/sync/header/sync-actions";
import { SyncStatusPill } from "@/components/sync/header/sync-status-pill";
import type { DeleteSync, DuplicateSync, SaveSync } from "@/components/sync/sync-verbs";
import { CopyButton } from "@/components/ui/copy-button";
import { formatCount } from "@/components/ui/format-number";
import { PageHeader } from "@/components/ui/page-header";
import { StatusPill } from "@/components/ui/status-pill";
import type { ConnectorDefinition } from "@/lib/destinations/connector";
import type { Sync } from "@/lib/syncs/sync";
import type { SyncStatus } from "@/lib/syncs/sync-status";

interface SyncHeaderProps {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
  readonly status: SyncStatus;
  readonly save: SaveSync;
  readonly duplicate: DuplicateSync;
  readonly remove: DeleteSync;
}

/** Name, id, state, and what can be done with the sync as a whole. */
export function SyncHeader({ sync, definition, status, ...verbs }: SyncHeaderProps) {
  const { id, projectId, name, enabled } = sync;
  return (
    <PageHeader
      title={name}
      crumbs={[
        { label: "Destinations", href: `/projects/${projectId}/destinations` },
        { label: name },
      ]}
      status={
        <>
          <SyncStatusPill definition={definition} status={status} />
          {status.parked > 0 && (
            <StatusPill tone="caution">{formatCount(status.parked)} waiting for a retry</StatusPill>
          )}
        </>
      }
      description={
        <span className="flex flex-wrap items-center gap-x-1">
          {definition.tileName} · Sync ID <code className="text-ink">{id}</code>
          <CopyButton text={String(id)} label="Copy sync ID" iconOnly />
        </span>
      }
      actions={
        <SyncActions
          sync={{ id, projectId, name, enabled }}
          waiting={status.parked + status.lag}
          destination={definition.displayName}
          {...verbs}
        />
      }
    />
  );
}
