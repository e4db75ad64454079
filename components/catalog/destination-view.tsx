import { SyncTable } from "@/components/destinations/sync-table";
import { Allowed } from "@/components/shell/rights";
import { Card } from "@/components/ui/data/card";
import { PageHeader } from "@/components/ui/data/page-header";
import { CategoryChip } from "@/components/ui/text/chip";
import { ConnectorMark } from "@/components/ui/text/connector-mark";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { CreateSyncForm } from "./create-sync-form";
import { SandboxAccount } from "./sandbox-account";

interface DestinationViewProps {
  readonly projectId: number;
  readonly definition: ConnectorDefinition;
  readonly rows: readonly SyncSummary[];
  /** Where the sandbox shows itself, when it runs beside this server. */
  readonly sandboxUrl: string | null;
  readonly create: Parameters<typeof CreateSyncForm>[0]["create"];
}

export function DestinationView({
  projectId,
  definition,
  rows,
  sandboxUrl,
  create,
}: DestinationViewProps) {
  const { tileName, summary, category, considerations, reference, prerequisites, partner } =
    definition;
  return (
    <>
      <PageHeader
        title={tileName}
        mark={<ConnectorMark mark={definition.mark} size={34} />}
        status={<CategoryChip>{category}</CategoryChip>}
        description={summary}
        crumbs={[
          { label: "Data" },
          { label: "Catalog", href: `/projects/${projectId}/catalog?tab=destinations` },
          { label: tileName },
        ]}
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {rows.length > 0 && (
            <Card title="Syncs" flush>
              <SyncTable rows={rows} />
            </Card>
          )}
          <Card title="Considerations">
            <ul className="flex max-w-3xl list-disc flex-col gap-1.5 pl-5 marker:text-faint">
              {considerations.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
            {reference !== null && (
              <p className="mt-3">
                See the{" "}
                <a
                  href={reference.href}
                  target="_blank"
                  rel="noreferrer"
                  className="text-link underline underline-offset-2"
                >
                  {reference.label}
                </a>{" "}
                for more details.
              </p>
            )}
          </Card>
          {sandboxUrl !== null && definition.sandboxAccount.length > 0 && (
            <SandboxAccount definition={definition} url={sandboxUrl} />
          )}
          <Card title="Prerequisites">
            <div className="flex max-w-3xl flex-col gap-3">
              <p>You need the following information from {definition.displayName}:</p>
              <ul className="flex list-disc flex-col gap-1 pl-5 font-medium marker:text-faint">
                {prerequisites.needed.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
              <h3 className="mt-1 font-semibold">{definition.displayName} setup</h3>
              <ol className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-faint">
                {prerequisites.steps.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ol>
            </div>
          </Card>
        </div>
        <Allowed right="destinations:write">
          <Card
            title={rows.length > 0 ? "Create another sync" : "Create a sync"}
            className="xl:sticky xl:top-6"
          >
            <div className="flex flex-col gap-4">
              <p className="text-muted">
                A sync streams into one {definition.accountName}. It starts disabled: enter the
                credentials{definition.streams === "selected" && " and choose what to send"} first.
              </p>
              <CreateSyncForm projectId={projectId} partner={partner} create={create} />
            </div>
          </Card>
        </Allowed>
      </div>
    </>
  );
}
