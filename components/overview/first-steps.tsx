import Link from "next/link";
import { SyncStatusPill } from "@/components/sync/header/sync-status-pill";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { formatQuantity } from "@/components/ui/text/format-number";
import type { RejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { connectorOf, DEFAULT_PARTNER } from "@/lib/engine/connectors/registry";
import { RefusedHint } from "./refused-hint";
import { SnippetTabs } from "./snippet-tabs";
import type { Snippet } from "./snippets";
import { Step, Waiting } from "./step";
import { RememberSteps } from "./steps-done";

interface FirstStepsProps {
  readonly projectId: number;
  readonly eventsStored: number;
  readonly snippets: readonly Snippet[];
  readonly rows: readonly SyncSummary[];
  /** What arrived and was refused. */
  readonly rejected: RejectedUploads;
}

export function FirstSteps({ projectId, eventsStored, snippets, rows, rejected }: FirstStepsProps) {
  const base = `/projects/${projectId}`;
  const hasEvents = eventsStored > 0;
  const connected = rows.find(({ sync }) => sync.enabled);
  const hasDelivered = rows.some((row) => row.hasDelivered);
  const shown = connected ?? rows.at(0);
  const { definition } = connectorOf(shown?.sync.partner ?? DEFAULT_PARTNER);
  return (
    <ol className="flex flex-col gap-4">
      <RememberSteps projectId={projectId} />
      <Step
        number={1}
        title="Send an event"
        isDone={hasEvents}
        state={
          hasEvents ? (
            <Link href={`${base}/events`} className="text-link hover:underline">
              {formatQuantity(eventsStored, "event")} received
            </Link>
          ) : (
            <Waiting>Waiting for the first event</Waiting>
          )
        }
      >
        {!hasEvents && <RefusedHint base={base} rejected={rejected} />}
        <SnippetTabs snippets={snippets} />
      </Step>
      <Step
        number={2}
        title={`Connect ${definition.displayName}`}
        isDone={connected !== undefined}
        state={
          shown ? (
            <SyncStatusPill destination={definition.displayName} status={shown.status} />
          ) : (
            "No sync yet"
          )
        }
      >
        <ConnectHint base={base} definition={definition} row={shown} />
      </Step>
      <Step
        number={3}
        title="See it delivered"
        isDone={hasDelivered}
        state={
          connected && !hasDelivered ? (
            <Waiting>Waiting for the first delivery</Waiting>
          ) : (
            hasDelivered && "Delivered"
          )
        }
      >
        <p className="text-muted">
          {connected
            ? "Send another event: what was ingested before the sync was enabled is not streamed."
            : "Once a sync is enabled, every event that it selects appears here and in its delivery log."}
        </p>
      </Step>
    </ol>
  );
}

function ConnectHint({
  base,
  definition,
  row,
}: {
  readonly base: string;
  readonly definition: ConnectorDefinition;
  readonly row: SyncSummary | undefined;
}) {
  if (row?.sync.enabled) {
    return (
      <p className="text-muted">
        {row.sync.name} streams into {definition.displayName}.{" "}
        <Link
          href={`${base}/destinations/${row.sync.id}/settings`}
          className="text-link underline-offset-2 hover:underline"
        >
          Settings
        </Link>
      </p>
    );
  }
  const [text, href, label] = row
    ? [
        `${row.sync.name} is created, not enabled. Enter the credentials, choose what to send, and enable it.`,
        `${base}/destinations/${row.sync.id}/settings`,
        "Configure sync",
      ]
    : [
        `Create a sync with ${needed(definition)} of your ${definition.accountName}.`,
        `${base}/catalog/${definition.partner}`,
        `Connect ${definition.displayName}`,
      ];
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-muted">{text}</p>
      <ButtonLink href={href} kind="primary">
        {label}
      </ButtonLink>
    </div>
  );
}

const needed = ({ prerequisites }: ConnectorDefinition): string =>
  new Intl.ListFormat("en").format(prerequisites.needed.map((what) => `the ${what}`));
