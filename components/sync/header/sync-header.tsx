import Link from "next/link";
import type { DeleteSync, DuplicateSync, SaveSync } from "@/components/sync/sync-verbs";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { PageHeader } from "@/components/ui/data/page-header";
import { formatCount } from "@/components/ui/text/format-number";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { SyncActions } from "./sync-actions";
import { SyncStatusPill } from "./sync-status-pill";

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
          <SyncStatusPill destination={definition.displayName} status={status} />
          {status.parked > 0 && (
            <Link
              href={`/projects/${projectId}/destinations/${id}/deliveries?view=waiting`}
              prefetch={false}
              className="rounded-full hover:underline"
            >
              <StatusPill tone="caution">{formatCount(status.parked)} waiting</StatusPill>
            </Link>
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
