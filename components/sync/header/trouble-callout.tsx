import { reasonHref } from "@/components/reasons/reason-href";
import { Allowed } from "@/components/shell/rights";
import type { TryNow } from "@/components/sync/sync-verbs";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Callout } from "@/components/ui/data/callout";
import { formatQuantity } from "@/components/ui/text/format-number";
import { REASON_ACTIONS } from "@/lib/admin/reasons/reason";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { SyncProblem } from "@/lib/admin/syncs/sync-condition";
import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { conditionTone, conditionWords } from "./condition-words";
import { otherRegion } from "./other-region";
import { TryNowButton } from "./try-now-button";

interface TroubleCalloutProps {
  readonly sync: Pick<Sync, "id" | "projectId" | "config">;
  readonly definition: ConnectorDefinition;
  readonly status: SyncStatus;
  readonly tryNow: TryNow;
}

/** Why a sync does not send as it should, what waits, and what to do: in the words of the pill. */
export function TroubleCallout({ sync, definition, status, tryNow }: TroubleCalloutProps) {
  const { problem, state, parked, lag } = status;
  const tone = conditionTone(state);
  if (problem === null || (tone !== "danger" && tone !== "caution")) return null;
  const isStopped = state === "down" || state === "paused";
  const query = eventsOf(status);
  const deliveries = `/projects/${sync.projectId}/destinations/${sync.id}/deliveries`;
  return (
    <Callout
      tone={tone}
      title={conditionWords(status, definition.displayName)}
      actions={
        <>
          {query !== null && (
            <ButtonLink href={`${deliveries}?${query}`} size="sm" kind="primary">
              See them
            </ButtonLink>
          )}
          <Mend sync={sync} definition={definition} problem={problem} />
          {isStopped && (
            <Allowed right="destinations:write">
              <TryNowButton sync={sync} tryNow={tryNow} />
            </Allowed>
          )}
        </>
      }
    >
      {problem.message}. {problem.advice}
      {isStopped &&
        parked + lag > 0 &&
        ` Kept until then: ${formatQuantity(parked + lag, "event")}.`}
    </Callout>
  );
}

/** Where the events in question stand, as the query of the deliveries; null where none are named. */
function eventsOf({ state, problem }: SyncStatus): string | null {
  if (state === "failing") return `reason=${problem?.reason}`;
  return state === "degraded" && problem?.action === "try_now"
    ? `view=waiting&reason=${problem.reason}`
    : null;
}

/** The link to where it is mended. */
function Mend({
  sync,
  definition,
  problem,
}: Pick<TroubleCalloutProps, "sync" | "definition"> & { readonly problem: SyncProblem }) {
  const { action } = problem;
  if (action === null) return null;
  const other = action === "change_region" ? otherRegion(definition, sync.config) : null;
  const place = { projectId: sync.projectId, syncId: sync.id, otherRegion: other?.edit ?? null };
  const href = reasonHref(action, place);
  return href === null ? null : (
    <ButtonLink href={href} size="sm" kind="primary">
      {other?.label ?? REASON_ACTIONS[action]}
    </ButtonLink>
  );
}
