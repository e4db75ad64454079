import type { ReactNode } from "react";
import { EditButton } from "@/components/sync/edit-mode";
import { describeRows } from "@/components/sync/filter/describe-rows";
import { FilterView } from "@/components/sync/filter/filter-view";
import { PreviewButton } from "@/components/sync/preview/preview-button";
import type { PreviewVerbs } from "@/components/sync/preview/preview-verbs";
import { refOf } from "@/components/sync/sync-verbs";
import { Card } from "@/components/ui/data/card";
import { Panel } from "@/components/ui/data/panel";
import { formatCount } from "@/components/ui/text/format-number";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import {
  type ConnectorConfig,
  configSchemaOf,
  isSecret,
  type ParameterDefinition,
} from "@/lib/engine/connectors/parameters";
import { ChosenPanel } from "./chosen-panel";
import { NextStep } from "./next-step";
import { StoredSecret } from "./stored-secret";

interface SettingsViewProps {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
  readonly preview: PreviewVerbs;
  /** The letter of a row of Select and filter events that a link led here for; anything else opens its panel. */
  readonly row: string | undefined;
}

/** View mode of the Settings tab, in the order of the form. */
export function SettingsView({ sync, definition, preview, row }: SettingsViewProps) {
  const { settings, secretHints } = sync;
  const { parameters } = definition;
  const config = configSchemaOf(parameters).parse(sync.config);
  const advanced = parameters.filter((parameter) => parameter.advanced);
  const shown = (parameter: ParameterDefinition) => (
    <Shown key={parameter.id} label={parameter.label}>
      <Value parameter={parameter} config={config} hint={secretHints[parameter.id]} />
    </Shown>
  );
  return (
    <Card
      title="Destination Settings"
      actions={
        <>
          <PreviewButton
            sync={refOf(sync)}
            definition={definition}
            identifier={sync.settings.identifier}
            verbs={preview}
          />
          <EditButton />
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <NextStep sync={sync} definition={definition} />
        <Shown label="Status">
          <OnOff on={sync.enabled} />
        </Shown>
        {parameters.filter((parameter) => !parameter.advanced).map(shown)}
        {definition.streams === "selected" && <SelectedView settings={settings} row={row} />}
        {advanced.length > 0 && (
          <Panel
            title="Advanced"
            summary={advanced
              .filter((each) => !isSecret(each))
              .map((each) => `${each.label}: ${textOf(each, config)}`)
              .join(", ")}
          >
            <div className="grid gap-5 md:grid-cols-3">{advanced.map(shown)}</div>
          </Panel>
        )}
      </div>
    </Card>
  );
}

function SelectedView({
  settings,
  row,
}: {
  readonly settings: Sync["settings"];
  readonly row: string | undefined;
}) {
  return (
    <>
      <div className="flex flex-col gap-3">
        <Shown label="Create & Update Users">
          <OnOff on={settings.sendUsers} />
          {settings.sendUsers && settings.usersOnEvents && (
            <span className="text-muted text-sm">Also when an event carries user properties</span>
          )}
        </Shown>
        <ChosenPanel title="Specify user properties to send" names={settings.userProperties} />
      </div>
      <div className="flex flex-col gap-3">
        <Shown label="Send Events">
          <OnOff on={settings.sendEvents} />
        </Shown>
        <Panel
          title="1. Select and filter events"
          summary={describeRows(settings.eventRows)}
          defaultExpanded={row !== undefined}
        >
          <FilterView rows={settings.eventRows} found={row} />
        </Panel>
        <ChosenPanel title="2. Specify event properties to send" names={settings.eventProperties} />
      </div>
    </>
  );
}

/** The value of a parameter that is no secret, in words. */
function textOf({ id, enumValues }: ParameterDefinition, config: ConnectorConfig): string {
  const value = config[id] ?? "";
  if (typeof value === "number") return formatCount(value);
  return enumValues.find((option) => option.value === value)?.label ?? value;
}

function Value({
  parameter,
  config,
  hint,
}: {
  readonly parameter: ParameterDefinition;
  readonly config: ConnectorConfig;
  readonly hint: string | undefined;
}) {
  if (isSecret(parameter)) return hint === undefined ? <NotSet /> : <StoredSecret hint={hint} />;
  const text = textOf(parameter, config);
  if (text === "") return <NotSet />;
  return parameter.kind === "string" ? <code className="text-sm">{text}</code> : text;
}

function Shown({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className="flex flex-col gap-1">
      <dt className="font-semibold text-ink">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-3 break-all">{children}</dd>
    </dl>
  );
}

const NotSet = () => <span className="text-muted">Not set</span>;

const OnOff = ({ on }: { readonly on: boolean }) => (
  <StatusPill tone={on ? "positive" : "neutral"}>{on ? "Enabled" : "Disabled"}</StatusPill>
);
