import { RelativeTime } from "@/components/ui/text/relative-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { troubleOf } from "./trouble";

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
