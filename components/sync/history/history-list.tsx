import { ChangeTable } from "@/components/sync/history/change-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LocalTime } from "@/components/ui/local-time";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SyncVersionView } from "@/lib/syncs/sync";

/** Who changed what and when, newest first. */
export function HistoryList({ versions }: { readonly versions: readonly SyncVersionView[] }) {
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
        <li key={version.version}>
          <Card
            flush
            title={version.version === 1 ? "Created" : `Version ${version.version}`}
            description={<Byline version={version} />}
          >
            <ChangeTable version={version} />
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
