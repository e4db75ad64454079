import { Allowed } from "@/components/shell/rights";
import type { PlanRestore, RestoreSync, SyncRef } from "@/components/sync/sync-verbs";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { LocalTime } from "@/components/ui/text/local-time";
import { RelativeTime } from "@/components/ui/text/relative-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { SyncVersionView } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { ChangeTable } from "./change-table";
import { RestoreButton } from "./restore-button";

interface HistoryListProps {
  readonly definition: ConnectorDefinition;
  readonly versions: readonly SyncVersionView[];
  readonly sync: SyncRef & { readonly version: number };
  readonly plan: PlanRestore;
  readonly restore: RestoreSync;
}

/** Who changed what and when, newest first; every version but the present one can be restored. */
export function HistoryList({ definition, versions, sync, plan, restore }: HistoryListProps) {
  if (versions.length === 0) {
    return (
      <Card>
        <EmptyState title="Nothing saved yet">Every save of this sync is listed here.</EmptyState>
      </Card>
    );
  }
  return (
    <ol className="flex flex-col gap-4">
      {versions.map((version) => (
        <li key={version.version} id={`version-${version.version}`} className="scroll-mt-4">
          <Card
            flush
            title={version.version === 1 ? "Created" : `Version ${version.version}`}
            description={<Byline version={version} />}
            actions={
              version.version === sync.version ? (
                <StatusPill tone="info">Current</StatusPill>
              ) : (
                <Allowed right="destinations:write">
                  <RestoreButton
                    definition={definition}
                    sync={sync}
                    restored={version.version}
                    plan={plan}
                    restore={restore}
                  />
                </Allowed>
              )
            }
          >
            <ChangeTable definition={definition} version={version} />
          </Card>
        </li>
      ))}
    </ol>
  );
}

function Byline({ version }: { readonly version: SyncVersionView }) {
  const at = version.changedAt.toISOString();
  return (
    <>
      {version.changedBy} · <LocalTime at={at} /> (<RelativeTime at={at} />)
    </>
  );
}
