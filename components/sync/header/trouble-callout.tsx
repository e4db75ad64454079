import { ButtonLink } from "@/components/ui/controls/button-link";
import { Callout } from "@/components/ui/data/callout";
import { formatQuantity } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { troubleOf } from "./trouble";

interface TroubleCalloutProps {
  readonly sync: Pick<Sync, "id" | "projectId" | "config">;
  readonly definition: ConnectorDefinition;
  readonly status: Pick<SyncStatus, "problem" | "parked" | "lag">;
}

/** Why a sync is degraded, since when, what waits, and what to do. */
export function TroubleCallout({ sync, definition, status }: TroubleCalloutProps) {
  const { problem, parked, lag } = status;
  if (problem === null) return null;
  const { advice, link } = troubleOf(problem, definition, sync.config);
  const settings = `/projects/${sync.projectId}/destinations/${sync.id}/settings`;
  return (
    <Callout
      tone="danger"
      title={problem.message}
      actions={
        link !== null && (
          <ButtonLink href={`${settings}?edit=${link.edit}`} size="sm" kind="primary">
            {link.label}
          </ButtonLink>
        )
      }
    >
      Since <RelativeTime at={problem.since.toISOString()} />. {advice}
      {parked + lag > 0 && ` Kept until then: ${formatQuantity(parked + lag, "event")}.`}
    </Callout>
  );
}
