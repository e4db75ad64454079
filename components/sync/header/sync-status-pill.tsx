import { troubleOf } from "@/components/sync/header/trouble";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { ConnectorDefinition } from "@/lib/destinations/connector";
import type { SyncStatus } from "@/lib/syncs/sync-status";

/** Enabled, Disabled, or Degraded with what is wrong and since when. */
export function SyncStatusPill({
  definition,
  status,
}: {
  readonly definition: ConnectorDefinition;
  readonly status: Pick<SyncStatus, "state" | "problem">;
}) {
  switch (status.state) {
    case "disabled":
      return <StatusPill tone="neutral">Disabled</StatusPill>;
    case "enabled":
      return <StatusPill tone="positive">Enabled</StatusPill>;
    case "degraded":
      return (
        <StatusPill tone="danger">
          Degraded
          {status.problem !== null && (
            <>
              : {troubleOf(status.problem, definition).short} (
              <RelativeTime at={status.problem.since.toISOString()} />)
            </>
          )}
        </StatusPill>
      );
  }
}
